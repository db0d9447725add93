import type { StrategyPorts, StrategyRequest } from '@trilatch/auth'
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import type { Outcome } from '@trilatch/auth'
import type { SlapdServer } from '../../../../test/services/slapd.ts'
import { serviceDn, servicePassword, suffix } from '../../../../test/services/slapd-config.ts'
import { ldap } from '../../src/index.ts'
import type { LdapOptions, LdapServerOptions, LdapStrategy } from '../../src/index.ts'
import { ldapChannel } from '../../src/refusal.ts'
import type { LdapRefusal } from '../../src/refusal.ts'

export const permissions = definePermissions({ 'job.run': 'Run Job' })

/** The options for a private directory; what is given comes in their place. */
export function optionsFor(
  server: Pick<SlapdServer, 'url' | 'ca'>,
  { server: given = {}, ...rest }: Omit<LdapOptions, 'server'> & { server?: Partial<LdapServerOptions> } = {},
): LdapOptions {
  return {
    ...rest,
    server: {
      url: server.url,
      bindDN: serviceDn,
      bindCredentials: servicePassword,
      searchBase: suffix,
      tlsOptions: { ca: server.ca },
      ...given,
    },
  }
}

/** In the clear, to a directory on this machine or what stands before it. */
export const plainly = (...to: readonly { readonly port: number }[]) => ({
  url: to.map(({ port }) => `ldap://127.0.0.1:${port}`),
  insecure: true,
  tlsOptions: {},
})

export const strategyFor = (...given: Parameters<typeof optionsFor>): LdapStrategy =>
  ldap(optionsFor(...given))

/** What strategies are given to work with. */
export const ports = (): StrategyPorts => ({
  accounts: createAuthorizer({ permissions, store: memoryStore(), newUserRoles: { created: [] } }).accounts(
    'sign-in',
  ),
  application: 'Example',
})

const everyPort = ports()

/** A request of somebody who signs in. */
export const request = (
  username: string,
  password: string,
  signal: AbortSignal = new AbortController().signal,
): StrategyRequest => ({
  fields: new Map([
    ['username', username],
    ['password', password],
  ]),
  query: new Map(),
  address: '192.0.2.1',
  cookies: new Map(),
  subject: null,
  signal,
  setCookie: () => {},
})

/** Signs in. */
export const enter = (strategy: LdapStrategy, username: string, password: string): Promise<Outcome> =>
  strategy.authenticate(request(username, password), everyPort)

/** How it ended, in a word or two. */
export function ending(outcome: Outcome): string {
  if (outcome.outcome === 'error') return `error: ${outcome.error.message}`
  return outcome.outcome === 'fail' ? outcome.challenge.code : outcome.outcome
}

/** The names of the groups that came with it. */
export function groupsIn(outcome: Outcome): readonly string[] | string {
  if (outcome.outcome !== 'success') return ending(outcome)
  const { groups } = outcome.identity
  return groups?.status === 'complete' ? groups.groups.map(({ name }) => name) : (groups?.status ?? 'none')
}

/** Notes why people are refused, while something runs. */
export async function refusalsOf(run: () => Promise<unknown>): Promise<readonly LdapRefusal[]> {
  const told: LdapRefusal[] = []
  const note = (message: unknown): void => void told.push(message as LdapRefusal)
  ldapChannel.subscribe(note)
  try {
    await run()
  } finally {
    ldapChannel.unsubscribe(note)
  }
  return told
}
