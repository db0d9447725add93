import type { GateClient } from './refusal-of.ts'
import type { Listen } from './listen.ts'
import { refusalOf } from './refusal-of.ts'
import type { Tooltip } from './tooltip.ts'

/** Whatever may lead to something being done. */
const activations =
  'pointerdown pointerup mousedown mouseup touchstart touchend click auxclick dblclick contextmenu dragstart dragover drop keydown keyup beforeinput input change paste submit'

/** Their own action is harmless: scrolling, or refusing what is dragged here. The rest of it is stopped. */
const harmless = /^(?:pointer|touch|mouseup|dragover)/

/** Keys that lead away from an element, or begin a combination. */
const leading = /^(?:Tab|Esc|Shift|Control|Alt|Meta|F\d)/
/** Keys that lead about: in a text, or from one part of a menu to the next. */
const travelling = /^(?:Arrow|Home|End|Page)/

/** Controls whose value keys and the mouse change without a click. */
const adjustable =
  'select,input:not([readonly]),[type=range],[type=color],[role=slider],[role=spinbutton],[role=combobox],[role=listbox]'

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

/** Whether a key may do what it does with any element, such as leading away from it. */
function passes({ key, ctrlKey, metaKey }: KeyboardEvent, steady: boolean): boolean {
  if (travelling.test(key)) return steady
  return ctrlKey || metaKey ? !/^(?:Enter| )$/.test(key) : leading.test(key)
}

/** Sees to it that nothing is done with what is shut, and that it says why. */
export function intercept(root: Node, client: GateClient, tooltip: Tooltip, listen: Listen): void {
  const values = new WeakMap<EventTarget, string | undefined>()

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

  listen(activations, (event) => {
    const shut = shutBy(event)
    if (shut === undefined) return
    const { type } = event
    const { key } = event as KeyboardEvent
    // A selection is dragged by its text.
    const target = event.composedPath()[0] as HTMLInputElement
    const steady = !target.matches?.(adjustable)
    if (key && passes(event as KeyboardEvent, steady)) return
    event.stopImmediatePropagation()
    const before = values.get(target)
    if (/^(?:input|change)$/.test(type) && before !== undefined) target.value = before
    // Pressing the mouse gives focus, but opens or moves what is adjustable.
    if (!harmless.test(type) && !(type === 'mousedown' && steady)) event.preventDefault()
    if (type !== 'click') return
    tooltip.show(...shut)
    // Who tries it may just have been given the right.
    void client.refresh()
  })
  listen('pointerover focusin pointerdown', (event) => {
    const shut = shutBy(event)
    const path = event.composedPath()
    if (shut !== undefined) {
      const [target] = path as HTMLInputElement[]
      // Some controls can be changed unnoticed, by a finger: they get back what they had.
      if (target !== undefined) values.set(target, target.value)
      tooltip.show(...shut)
      return
    }
    const [tip, about] = tooltip.shown()
    // Whoever has come from the element to what is said of it may stay there.
    if (tip && about && path.includes(tip)) tooltip.show(about, tip.textContent)
    else tooltip.hide(event.type === 'pointerover' ? onTheWayMs : undefined)
  })
  listen('focusout keydown', (event) => {
    if (!('key' in event) || event.key === 'Escape') tooltip.hide()
  })
}
