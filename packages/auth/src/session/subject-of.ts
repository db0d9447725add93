import { signedInOf } from './signed-in.ts'

/** As much of a request as has a session: Express' and Fastify's `request`, Koa's `ctx`. */
interface WithSession {
  readonly session?: unknown
}

/**
 * Who is signed in, for the option `subject` of an adapter: `subject: subjectOf`. The epoch goes along, so that a
 * session that was ended elsewhere counts as nobody.
 */
export function subjectOf(request: WithSession): { readonly id: string; readonly epoch: string } | null {
  const signedIn = signedInOf(request.session)
  return signedIn === undefined ? null : { id: signedIn.subject, epoch: signedIn.epoch }
}

/** When the caller proved who they are, in milliseconds since 1970; `undefined` when nobody is signed in. */
export function signedInAt(request: WithSession): number | undefined {
  return signedInOf(request.session)?.signedInAt
}
