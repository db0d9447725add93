// An application with one strategy: everything in memory, asked as an adapter would.
import { createSignIn } from '@trilatch/auth'
import type { Outcome, StrategyPorts } from '@trilatch/auth'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import type { Authorizer, MemoryStoreContent, Store } from '@trilatch/core'
import { ask, HeldSession, origin, post } from '../../../auth/test/support/ask.ts'
import { walkThrough } from '../../../../test/services/gitlab/walk.ts'
import type { Walk } from '../../../../test/services/gitlab/walk.ts'
import type { OidcStrategy, ProviderError } from '../../src/index.ts'

export const callbackOf = (id: string): string => `${origin}/auth/callback/${id}`

export const permissions = definePermissions({ 'job.run': 'Run Job' })

/** A browser: what it remembers of the application. */
export interface Tab {
  readonly session: HeldSession
  readonly cookies: Map<string, string>
}

export const tab = (session: HeldSession = new HeldSession()): Tab => ({ session, cookies: new Map() })

export interface Application {
  readonly authorizer: Authorizer<'job.run'>
  readonly store: Store
  readonly ports: StrategyPorts
  /** What the strategy last made of a callback. */
  last(): Outcome | undefined
  /** Sends a browser away; gives where to. */
  begin(tab: Tab): Promise<string>
  /** Takes a browser back in. */
  back(tab: Tab, url: URL): Promise<Response>
  /** Both, with the pages of the provider between. */
  enter(walk: Walk, tab?: Tab): Promise<Response>
  signOut(tab: Tab, everywhere?: 'everywhere'): Promise<Response>
  users(): Promise<readonly string[]>
}

/** @param content What is in the store at first. */
export function application(
  strategy: OidcStrategy,
  content: MemoryStoreContent = {
    roles: [{ id: 'runner', rules: [{ permission: 'job', state: 'granted' }] }],
  },
  seenAs: (store: Store) => Store = (store) => store,
): Application {
  const store = memoryStore(content)
  const authorizer = createAuthorizer({
    permissions,
    store: seenAs(store),
    providers: { [strategy.id]: 'path' },
  })
  let last: Outcome | undefined
  const watched: OidcStrategy = {
    ...strategy,
    finish: async (...args) => (last = await strategy.finish(...args)),
  }
  const session = (current: () => unknown) => current() as HeldSession
  const signIn = createSignIn({ authorizer, strategies: [watched], baseUrl: origin, session })
  const to = async (at: Tab, path: string, init: RequestInit): Promise<Response> => {
    const cookie = [...at.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { ...(init.headers as Record<string, string>), ...(cookie === '' ? {} : { cookie }) }
    const answer = await ask(signIn, { authorizer, session: at.session }, path, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      at.cookies.set(name, value)
    }
    return answer
  }
  const begin = async (at: Tab): Promise<string> => {
    const answer = await to(at, `/start/${strategy.id}`, post({}))
    const said = (await answer.json()) as { readonly redirectTo?: string }
    if (said.redirectTo === undefined) throw new Error(`${answer.status} ${JSON.stringify(said)}`)
    return said.redirectTo
  }
  const back = (at: Tab, url: URL): Promise<Response> =>
    to(at, url.pathname.replace(/^\/auth/, '') + url.search, { headers: { accept: 'application/json' } })
  return {
    authorizer,
    store,
    ports: { accounts: authorizer.accounts('sign-in'), application: 'Example' },
    last: () => last,
    begin,
    back,
    enter: async (walk, at = tab()) => back(at, await walkThrough(await begin(at), walk)),
    signOut: (at, everywhere) =>
      to(at, everywhere === undefined ? '/sign-out' : '/sign-out-everywhere', post({})),
    users: async () => (await store.users({ limit: 200 })).items.map(({ user }) => user.id),
  }
}

/** How a callback ended: the reason of a provider's error, the code of a challenge, or `success`. */
export function endingOf(outcome: Outcome | undefined): string {
  if (outcome?.outcome === 'error') return (outcome.error as ProviderError).reason ?? outcome.error.message
  return outcome?.outcome === 'fail' ? outcome.challenge.code : String(outcome?.outcome)
}
