export type MaybePromise<T> = T | PromiseLike<T>

/** Whether a value has to be waited for: promises of any make, as database clients return them. */
export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { readonly then?: unknown }).then === 'function'
  )
}

/** Continues at once with a value, or later with a promise's: where nothing has to be waited for, no promise is made. */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isThenable(value) ? Promise.resolve(value).then(next) : next(value)
}
