import type { Caller, RequestGuards } from './request-guards.ts'
import { refusePassedMaker } from '../enforcement/passed-maker.ts'

/** What a mounted handler is told: a `FetchContext`. */
interface Mounted<Name extends string> extends Caller<Name> {
  readonly session: unknown
  readonly sessionCookie: unknown
  readonly address: string | undefined
  readonly basePath: string
  readonly signIn?: string
}

/**
 * What a mounted handler is told about a request.
 *
 * @param address Who called, as the framework tells it.
 * @param sessionCookie How the session's cookie is set. Default: as the session itself has it.
 */
export async function mounted<Name extends string, Req extends object>(
  guards: RequestGuards<Name, Req>,
  request: Req,
  basePath: string,
  address: string | undefined,
  sessionCookie?: () => unknown,
): Promise<Mounted<Name>> {
  const { access, subject } = await guards.caller(request)
  const { session, signIn } = guards.options
  return {
    access,
    subject,
    get session() {
      return session(request)
    },
    get sessionCookie() {
      return (
        sessionCookie?.() ?? (session(request) as { readonly cookie?: unknown } | null | undefined)?.cookie
      )
    },
    address,
    basePath,
    ...(signIn === undefined ? {} : { signIn }),
  }
}

/**
 * The handler that an adapter's `mount` was called with.
 *
 * @param placed How a handler stands under a path there, for the message.
 * @throws TrilatchError `TRILATCH_GUARD_INVALID` where a framework called it. TypeError for what is no handler.
 */
export function mountable<Handler extends object>(args: readonly Handler[], placed: string): Handler {
  refusePassedMaker('mount', args, '(handler)')
  const [given] = args
  const handler: { readonly fetch?: unknown } | string | null | undefined = given
  if (typeof handler === 'string')
    throw new TypeError(`mount() takes a handler and no path: write ${placed.replace('…', () => handler)}`)
  if (typeof handler?.fetch !== 'function') throw new TypeError('mount() takes a handler with a fetch method')
  return given as Handler
}
