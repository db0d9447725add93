import { TrilatchError } from '../errors.ts'
import { isMiddlewareCall, refusePassed } from '../enforcement/passed-maker.ts'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

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

/**
 * Refuses a verb that was handed to a framework in the place of what it gives: the request would hang, or pass by.
 *
 * @param taken How many arguments the verb takes.
 * @param several The verbs that take several permissions, as `requireAll or requireAny`.
 * @throws TrilatchError `TRILATCH_GUARD_INVALID`
 */
export function refuseUncalled(verb: string, args: readonly unknown[], taken: number, several: string): void {
  if (areOfFramework(args)) {
    return refusePassed(verb, taken === 0 ? '()' : "('a.permission')")
  }
  if (args.length <= taken) return
  const takes = taken === 0 ? 'nothing' : taken === 1 ? 'one permission' : 'a permission and its resource'
  const message = `\`${verb}\` takes ${takes} and was given more: several permissions go to ${several}`
  throw new TrilatchError('TRILATCH_GUARD_INVALID', message)
}
