const mountKey = Symbol.for('trilatch.mount')

/** Marks middleware as a mounted handler: a way into the application, wherever it stands. */
export function markMounted<Middleware extends object>(middleware: Middleware): Middleware {
  return Object.assign(middleware, { [mountKey]: true })
}

/** Whether middleware is a mounted handler. */
export function isMounted(middleware: object): boolean {
  return Object.hasOwn(middleware, mountKey)
}
