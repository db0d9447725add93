import { carried, pageOf } from '../carried.ts'
import { createClient } from '../create-client.ts'
import { makeHolder } from './hold.ts'
import { intercept } from './intercept.ts'
import { listenOn } from './listen.ts'
import { refusalOf } from './refusal-of.ts'
import type { GateClient } from './refusal-of.ts'
import { style } from './style.ts'
import { makeTooltip } from './tooltip.ts'

/** What is gated already: two gates would undo each other. */
const gated = new WeakSet<Node>()

/**
 * Greys out every element below `root` whose `data-permission` is not granted, now and when elements come, change or
 * gain and lose rights: `aria-disabled`, focusable, explained on hover, focus and touch, and not to be activated.
 *
 * - `data-permission="design.edit"`: the permission. Without more, for every resource.
 * - `data-resource="finance.cash_flow"`: on that resource. `data-some`: for some resource, for menus.
 * - Everything inside such an element is gated with it. `data-gate` says `shut` or `open`, for style sheets.
 *
 * @param root The document, a shadow root, or an element. Shadow roots below it need a gate of their own.
 * @param client Default: one for what the page carries, or for `/api/me`.
 * @returns Ends it, and leaves every element as it was.
 * @throws TypeError for a root that has a gate.
 */
export function gate(
  root: Document | ShadowRoot | Element,
  client: GateClient = createClient(carried(root)),
): () => void {
  if (gated.has(root)) throw new TypeError('This is gated already')
  gated.add(root)
  const page = pageOf(root)
  const view = page.defaultView as Window & typeof globalThis
  const top = root.getRootNode() as Document | ShadowRoot
  const sheet = new view.CSSStyleSheet()
  sheet.replaceSync(style)
  top.adoptedStyleSheets.push(sheet)
  const ending = new AbortController()
  const listen = listenOn(view, ending.signal)
  const tooltip = makeTooltip(page, top, listen)
  const holder = makeHolder(tooltip.describe)

  const look = (element: Element): void => {
    const text = refusalOf(client, element)
    if (text !== undefined) holder.shut(element, text)
    else holder.free(element, element.hasAttribute('data-permission') ? 'open' : null)
  }
  const lookThrough = (node: Node): void => {
    if ('hasAttribute' in node) look(node as Element)
    if ('querySelectorAll' in node) (node as Element).querySelectorAll('[data-permission]').forEach(look)
  }
  const observer = new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === 'attributes') look(target as Element)
      else addedNodes.forEach(lookThrough)
    }
    // What has just been done to elements need not be looked at.
    observer.takeRecords()
  })
  const lookAtAll = (): void => {
    lookThrough(root)
    const [, about] = tooltip.shown()
    const text = about && refusalOf(client, about)
    if (text) tooltip.show(about, text)
    else tooltip.hide()
  }
  observer.observe(root, { subtree: true, childList: true, attributes: true })
  intercept(root, client, tooltip, listen)
  const unsubscribe = client.subscribe(lookAtAll)
  lookAtAll()
  return () => {
    unsubscribe()
    ending.abort()
    observer.disconnect()
    tooltip.remove()
    root.querySelectorAll('[data-gate]').forEach((element) => holder.free(element, null))
    top.adoptedStyleSheets = top.adoptedStyleSheets.filter((one) => one !== sheet)
    gated.delete(root)
  }
}
