// Somebody who goes elsewhere and comes back, with a strategy of a test's own beside one that asks for a password.
import type { RedirectStrategy } from '@trilatch/auth'
import { ask, HeldSession, origin, post } from './ask.ts'
import { ownPassword } from './own-password.ts'
import { codeFor } from './own-redirect.ts'
import { signInOf, worldOf } from './world.ts'

/** @param strategy As `ownRedirect` makes it, with more to it. */
export function journey(strategy: RedirectStrategy) {
  const world = worldOf()
  const session = new HeldSession()
  const options = { strategies: [strategy, ownPassword], baseUrl: origin, session: () => session }
  const signIn = signInOf(world, options)
  const caller = { authorizer: world.authorizer, session }
  const through = async (path: string): Promise<number> => {
    const away = await ask(signIn, caller, path, post({}))
    const { redirectTo } = (await away.json()) as { readonly redirectTo: string }
    const asked = new URL(redirectTo).searchParams
    const code = codeFor({ id: 'pat' }, asked.get('nonce') ?? '')
    const query = new URLSearchParams({ state: asked.get('state') ?? '', code })
    const cookie = away.headers.getSetCookie().map((line) => line.split(';')[0] ?? '')
    const headers = { accept: 'application/json', cookie: cookie.join('; ') }
    return (await ask(signIn, caller, `/callback/elsewhere?${String(query)}`, { headers })).status
  }
  return {
    world,
    session,
    through,
    enter: (): Promise<number> => through('/start/elsewhere'),
    to: (path: string, fields: object = {}): Promise<Response> => ask(signIn, caller, path, post(fields)),
    asking: (path: string, init: RequestInit): Promise<Response> => ask(signIn, caller, path, init),
  }
}
