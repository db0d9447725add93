import type { Listen } from './listen.ts'

/** Says why an element is greyed out: to screen readers always, to others on hover, focus and touch. */
export interface Tooltip {
  /** The id of a tooltip with this text, for `aria-describedby`. */
  readonly describe: (text: string) => string
  /** Shows the tooltip of a text beside an element. */
  readonly show: (element: Element, text: string) => void
  /** Hides what is shown; after a moment where the pointer may be on its way to it. */
  readonly hide: (waitMs?: number) => void
  /** The tooltip that is shown, and the element it is about. */
  readonly shown: () => readonly [tip: HTMLElement | undefined, about: Element | undefined]
}

/** Unique in every page that several gates may share. */
let count = 0

/** @param top The document or shadow root, within which ids are found. */
export function makeTooltip(
  page: Document,
  top: Document | ShadowRoot,
  listen: Listen,
): Tooltip & { readonly remove: () => void } {
  const tips = new Map<string, HTMLElement>()
  let tip: HTMLElement | undefined
  let about: Element | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  /** The tooltip of a text, in the page; beside an element within its landmark or dialog, outside of which nobody looks. */
  function tipOf(text: string, element?: Element): HTMLElement {
    let found = tips.get(text)
    if (found === undefined) {
      found = page.createElement('div')
      found.id = `trilatch-${++count}`
      found.popover = 'manual'
      found.role = 'tooltip'
      found.textContent = text
      tips.set(text, found)
    }
    const place = element?.closest('dialog,main,nav,aside,header,footer') ?? ('body' in top ? top.body : top)
    if (element === undefined ? !found.isConnected : found.parentNode !== place) place.appendChild(found)
    return found
  }

  const place = (): void => {
    if (tip === undefined || about === undefined) return
    const { left, top: above, bottom } = about.getBoundingClientRect()
    const { offsetWidth, offsetHeight } = tip
    const { clientWidth, clientHeight } = page.documentElement
    const y = bottom + offsetHeight + 8 < clientHeight ? bottom : above - offsetHeight - 8
    tip.style.left = `${Math.max(0, Math.min(left, clientWidth - offsetWidth - 8))}px`
    tip.style.top = `${Math.max(0, y)}px`
  }
  listen('scroll resize', place)

  const hide = (waitMs?: number): void => {
    clearTimeout(timer)
    if (waitMs !== undefined) {
      timer = setTimeout(hide, waitMs)
      return
    }
    tip?.hidePopover()
    tip = about = undefined
  }

  return {
    describe: (text) => tipOf(text).id,
    show(element, text) {
      clearTimeout(timer)
      const next = tipOf(text, element)
      if (next !== tip) {
        hide()
        tip = next
        tip.showPopover()
      }
      about = element
      place()
    },
    hide,
    shown: () => [tip, about],
    remove: () => tips.forEach((one) => one.remove()),
  }
}
