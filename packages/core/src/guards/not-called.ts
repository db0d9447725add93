import { TrilatchError } from '../errors.ts'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** Whether these are what a framework calls middleware with: a request, and `next` at the end. */
const isMiddlewareCall = (args: readonly unknown[]): boolean =>
  args.length > 1 && typeof args[0] !== 'string' && typeof args.at(-1) === 'function'

/** Whether these are what frameworks call a middleware or a decorator with, and not what a verb takes. */
function areOfFramework(args: readonly unknown[]): boolean {
  const [first, second, third] = args
  // A decorator on a class, or a middleware with its `next`. Whoever names a permission first has called the verb.
  if (typeof first === 'function' || isMiddlewareCall(args)) return true
  // A decorator on a method.
  return (
    isObject(first) && !Object.hasOwn(first, 'permission') && typeof second === 'string' && isObject(third)
  )
}

function refusePassed(verb: string, call: string): never {
  const message = `\`${verb}\` was passed and not called: write \`${verb}${call}\``
  throw new TrilatchError('TRILATCH_GUARD_INVALID', message)
}

/**
 * Refuses a function that makes middleware and was handed to a framework itself: every request would end in it.
 *
 * @param call How it is called, for the message.
 * @throws TrilatchError `TRILATCH_GUARD_INVALID`
 */
export function refusePassedMaker(maker: string, args: readonly unknown[], call: string): void {
  if (isMiddlewareCall(args)) refusePassed(maker, call)
}

/**
 * Checks what an adapter's `mount` was called with.
 *
 * @param placed How a handler stands under a path there, for the message.
 * @throws TrilatchError `TRILATCH_GUARD_INVALID` where a framework called it. TypeError for what is no handler.
 */
export function checkMountCall(args: readonly unknown[], placed: string): void {
  refusePassedMaker('mount', args, '(handler)')
  const [handler] = args as readonly [{ readonly fetch?: unknown } | string | null | undefined]
  if (typeof handler === 'string')
    throw new TypeError(`mount() takes a handler and no path: write ${placed.replace('…', handler)}`)
  if (typeof handler?.fetch !== 'function') throw new TypeError('mount() takes a handler with a fetch method')
}

/**
 * Refuses a verb that was handed to a framework in the place of what it gives: the request would hang, or pass by.
 *
 * @param taken How many arguments the verb takes.
 * @throws TrilatchError `TRILATCH_GUARD_INVALID`
 */
export function refuseUncalled(verb: string, args: readonly unknown[], taken: number): void {
  if (areOfFramework(args)) {
    return refusePassed(verb, taken === 0 ? '()' : "('a.permission')")
  }
  if (args.length <= taken) return
  const takes = taken === 0 ? 'nothing' : taken === 1 ? 'one permission' : 'a permission and its resource'
  const message = `\`${verb}\` takes ${takes} and was given more: several permissions go to requireAll or requireAny`
  throw new TrilatchError('TRILATCH_GUARD_INVALID', message)
}
