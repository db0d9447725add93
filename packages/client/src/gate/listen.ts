/** Listens to events of these types, named with spaces between, before anybody in the page hears of them. */
export type Listen = (types: string, listener: (event: Event) => void) => void

/** Listening on a window until the signal. */
export function listenOn(view: Window, signal: AbortSignal): Listen {
  return (types, listener) =>
    types.split(' ').forEach((type) => view.addEventListener(type, listener, { capture: true, signal }))
}
