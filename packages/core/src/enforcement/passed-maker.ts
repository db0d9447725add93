import { TrilatchError } from '../errors.ts'

/** Whether these are what a framework calls middleware with: a request, and `next` at the end. */
export const isMiddlewareCall = (args: readonly unknown[]): boolean =>
  args.length > 1 && typeof args[0] !== 'string' && typeof args.at(-1) === 'function'

/** @throws TrilatchError `TRILATCH_GUARD_INVALID` */
export function refusePassed(verb: string, call: string): never {
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
