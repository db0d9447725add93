import { warn } from '@trilatch/core'
import type { FetchContext } from '@trilatch/core'
import { cookieFaults } from './cookie-faults.ts'
import type { CookieFault, CookieSurroundings } from './cookie-faults.ts'
import { sessionUnsuitable } from './unsuitable.ts'

/**
 * Looks at how the cookie of the session is set: what gives sessions away is refused, and what only helps others is told
 * to operators, each once.
 */
export class SessionCookieCheck {
  readonly #told = new Set<string>()

  /** @throws TrilatchError `TRILATCH_SESSION_UNSUITABLE` (500) */
  check({ session, sessionCookie }: FetchContext, surroundings: CookieSurroundings): void {
    for (const { severity, text } of cookieFaults(sessionCookie, session, surroundings)) {
      if (severity === 'error') throw sessionUnsuitable(`the cookie of the session is unsafe: ${text}`)
      if (this.#told.has(text)) continue
      this.#told.add(text)
      warn('TRILATCH_SESSION_COOKIE', `The cookie of the session could be safer: ${text}`)
    }
  }
}

/**
 * What is wrong with the cookie of a request's session, for a test or a health check of an application that does not
 * mount the sign-in: the request of Express or Fastify, the context of Koa, behind the session middleware.
 */
export function sessionCookieFaults(
  request: object,
  surroundings: CookieSurroundings,
): readonly CookieFault[] {
  const { session, sessionOptions } = request as {
    readonly session?: { readonly cookie?: unknown } | null
    readonly sessionOptions?: unknown
  }
  return cookieFaults(sessionOptions ?? session?.cookie, session, surroundings)
}
