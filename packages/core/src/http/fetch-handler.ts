import type { Access } from '../authorizer/access.ts'
import type { Subject } from '../decision/subject.ts'

/** What an application knows about a request, handed to a mounted handler. */
export interface FetchContext {
  /** The caller's access, the same one the guards of this request use. */
  readonly access: Access
  readonly subject: Subject | null
  /** The application's own session object, where it has one; read anew each time, for sessions are exchanged. */
  readonly session: unknown
  /** How the session's cookie is set, as its library tells it; absent where it tells nothing. */
  readonly sessionCookie?: unknown
  /** The network address that called, as the framework tells it by its own trust in proxies. */
  readonly address: string | undefined
  /** Where the handler is mounted, without a trailing slash: `/admin`, or empty at the top. */
  readonly basePath: string
  /** The path where browsers are sent to sign in, as the guards' option `signIn` has it; absent where they have none. */
  readonly signIn?: string
}

/** A part of an application that any framework can mount: a web `Request` in, a web `Response` out. */
export interface FetchHandler {
  fetch(request: Request, context: FetchContext): Response | Promise<Response>
}
