import { signedInOf } from './signed-in.ts'

/** The session of a request: of Express' and Fastify's `request`, of Koa's `ctx`. */
function sessionIn(request: object | undefined, name: string): unknown {
  if (request === undefined)
    throw new TypeError(
      `${name} takes a request: pass it as it is, \`${name}\` and not \`${name}()\`, and only where there is a request`,
    )
  return (request as { readonly session?: unknown }).session
}

/**
 * Who is signed in, for the option `subject` of an adapter: `subject: subjectOf`. The epoch goes along, so that a
 * session that was ended elsewhere counts as nobody.
 */
export function subjectOf(request: object): { readonly id: string; readonly epoch: string } | null {
  const signedIn = signedInOf(sessionIn(request, 'subjectOf'))
  return signedIn === undefined ? null : { id: signedIn.subject, epoch: signedIn.epoch }
}

/** When the caller proved who they are, in milliseconds since 1970; `undefined` when nobody is signed in. */
export function signedInAt(request: object): number | undefined {
  return signedInOf(sessionIn(request, 'signedInAt'))?.signedInAt
}
