import type { GateClient } from './refusal-of.ts'
import type { Listen } from './listen.ts'
import { refusalOf } from './refusal-of.ts'
import type { Tooltip } from './tooltip.ts'

/** Whatever may lead to something being done. */
const activations =
  'pointerdown pointerup mousedown mouseup touchstart touchend click auxclick dblclick contextmenu dragstart dragover drop keydown keyup beforeinput input change paste submit'

/** Their own action is harmless: scrolling, or refusing what is dragged here. The rest of it is stopped. */
const harmless = /^(?:pointer|touch|mouseup|dragover)/

/** Keys that lead away from an element, or only begin a combination. */
const leading = /^(?:Tab|Escape|Shift|Control|Alt|Meta|F\d+)$/

/** Controls whose value keys and the mouse change without a click. */
const adjustable =
  'select,input:not([readonly]),[type=range],[type=color],[role=slider],[role=spinbutton],[role=combobox],[role=listbox]'

/** How often somebody who looks at a shut element makes the client ask, in ms. */
const askAgainMs = 1_000
/** How long the pointer may take from an element to its tooltip. */
const onTheWayMs = 200

/** An element and what is around it; a form's submission begins at its button. */
function pathOf(event: Event): readonly EventTarget[] {
  const path = event.composedPath()
  if (event.type !== 'submit') return path
  const { submitter, target } = event as SubmitEvent
  const elements = [...(target as HTMLFormElement).elements] as HTMLButtonElement[]
  // Where nobody says by what, it is by the first submit button, as with Enter.
  let node: Node | null | undefined = submitter ?? elements.find(({ type }) => type === 'submit')
  for (; node; node = node.parentNode) path.push(node)
  return path
}

/** Sees to it that nothing is done with what is shut, and that it says why. */
export function intercept(
  root: Node,
  client: GateClient,
  tooltip: Tooltip,
  listen: Listen,
): void {
  const values = new WeakMap<EventTarget, string | undefined>()
  let askedAt = -askAgainMs

  /** The first element that is shut now, whether or not it has been greyed out already, with what is said of it. */
  function shutBy(event: Event): readonly [HTMLElement, string] | undefined {
    const path = pathOf(event)
    // What happens in an open shadow root below is told with everything around it.
    if (!path.includes(root)) return undefined
    for (const element of path as HTMLElement[]) {
      const text = refusalOf(client, element)
      if (text !== undefined) return [element, text]
    }
    return undefined
  }

  function say(element: Element, text: string): void {
    tooltip.show(element, text)
    if (performance.now() - askedAt < askAgainMs) return
    askedAt = performance.now()
    void client.refresh()
  }

  listen(activations, (event) => {
    const shut = shutBy(event)
    if (shut === undefined) return
    const { type } = event
    const { key, ctrlKey, metaKey } = event as KeyboardEvent
    const target = event.composedPath()[0] as HTMLInputElement
    const steady = !target.matches(adjustable)
    if (key && !/^(?:Enter| )$/.test(key) && (steady || ctrlKey || metaKey || leading.test(key))) return
    event.stopImmediatePropagation()
    const before = values.get(target)
    if (/^(?:input|change)$/.test(type) && before !== undefined) target.value = before
    // Pressing the mouse gives focus, but opens or moves what is adjustable.
    if (!harmless.test(type) && !(type === 'mousedown' && steady)) event.preventDefault()
    if (type === 'click') say(...shut)
  })
  listen('pointerover focusin pointerdown', (event) => {
    const shut = shutBy(event)
    const path = event.composedPath()
    if (shut !== undefined) {
      const [target] = path as HTMLInputElement[]
      // Some controls can be changed unnoticed, by a finger: they get back what they had.
      if (target !== undefined) values.set(target, target.value)
      say(...shut)
    } else if (event.type !== 'pointerover') tooltip.hide()
    else if (!path.includes(tooltip.shown()[0] as Element)) tooltip.hide(onTheWayMs)
  })
  listen('focusout keydown', (event) => {
    if (!('key' in event) || event.key === 'Escape') tooltip.hide()
  })
}
