/** What was done to one attribute of an element. */
interface Held {
  /** What the application has there; `null` for no attribute. */
  readonly was: string | null
  readonly ours: string | null
}

/** Shuts elements, and gives them back as the application left them. */
export interface Holder {
  /** Greys out an element, or does again what somebody has undone. */
  readonly shut: (element: Element, text: string) => void
  /** Gives back what was taken, and says that it is `open`, or nothing of a gate. */
  readonly free: (element: Element, gate: 'open' | null) => void
}

function write(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return
  if (value === null) element.removeAttribute(name)
  else element.setAttribute(name, value)
}

/** @param describe Gives the id of an element that has this text. */
export function makeHolder(describe: (text: string) => string): Holder {
  const held = new WeakMap<Element, Map<string, Held>>()

  function takenOf(element: Element): Map<string, Held> {
    let taken = held.get(element)
    if (taken === undefined) {
      taken = new Map()
      held.set(element, taken)
      // Who rendered it had shut it beforehand.
      if (element.getAttribute('data-gate') === 'shut')
        taken.set('aria-disabled', { was: null, ours: 'true' })
    }
    return taken
  }

  return {
    shut(element, text) {
      const taken = takenOf(element)
      const put = (name: string, value: (was: string | null) => string | null): void => {
        const now = element.getAttribute(name)
        const before = taken.get(name)
        const was = before !== undefined && before.ours === now ? before.was : now
        const ours = value(was)
        taken.set(name, { was, ours })
        write(element, name, ours)
      }
      const tag = element.localName
      const link = /^(?:a|area)$/.test(tag)
      put('aria-disabled', () => 'true')
      put('aria-describedby', (was) => (was ? `${was} ` : '') + describe(text))
      if (link) {
        // A link that leads nowhere cannot be opened in another tab, dragged or copied either.
        put('href', () => null)
        put('role', (was) => was ?? 'link')
      }
      if ((element as HTMLElement).isContentEditable) put('contenteditable', () => 'false')
      if (link || (element as HTMLElement).tabIndex < 0) put('tabindex', (was) => was ?? '0')
      if ('readOnly' in element) put('readonly', () => '')
      // Nobody can focus one, so nothing is lost.
      if (tag.startsWith('opt')) put('disabled', () => '')
      write(element, 'data-gate', 'shut')
    },
    free(element, gate) {
      takenOf(element).forEach(({ was, ours }, name) => {
        // What has been changed meanwhile is the application's.
        if (element.getAttribute(name) === ours) write(element, name, was)
      })
      held.delete(element)
      write(element, 'data-gate', gate)
    },
  }
}
