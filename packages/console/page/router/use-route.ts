import { useMemo, useSyncExternalStore } from 'react'
import { readRoute } from './route.ts'
import type { Route } from './route.ts'

/** Asked before somebody leaves where they are; the way goes on when `go` is called. */
export type Leaving = (go: () => void) => void

let leaving: Leaving | undefined
let shown = location.hash
const listeners = new Set<() => void>()

function show(hash: string): void {
  shown = hash
  for (const listener of listeners) listener()
}

addEventListener('hashchange', () => {
  const wanted = location.hash
  if (wanted === shown) return
  if (leaving === undefined) return show(wanted)
  // The address has changed already: it goes back until the answer is there.
  history.replaceState(null, '', shown === '' ? '#/' : shown)
  leaving(() => {
    leaving = undefined
    history.replaceState(null, '', wanted)
    show(wanted)
  })
})

/** Goes somewhere within the page. */
export function goTo(href: string): void {
  location.hash = href
}

/** As `goTo`, and the way back does not lead here. */
export function replaceWith(href: string): void {
  history.replaceState(null, '', href)
  show(location.hash)
}

/** Has somebody asked before they leave; `undefined` ends it. */
export function askBeforeLeaving(ask: Leaving | undefined): void {
  leaving = ask
}

/** Whether somebody would lose something: changes that are not saved, or what a dialog holds. */
export function isAnythingBegun(): boolean {
  return leaving !== undefined || document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => shown)
  return useMemo(() => readRoute(hash), [hash])
}
