import type { StrategyPorts, StrategyRequest } from '@trilatch/auth'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import type { Authorizer, Store } from '@trilatch/core'
import { localAccounts } from '../../src/index.ts'
import type { LocalAccounts, LocalAccountsOptions } from '../../src/index.ts'

export const permissions = definePermissions({ 'job.run': 'Run Job' })

/** Cheap enough for a suite, and real Argon2id. */
export const cheap = { memoryCost: 64, timeCost: 1, weakForTests: true } as const

/** A good password that no list has. */
export const good = 'correct horse battery staple'

/** A strategy over a store, as the sign-in uses it. */
export interface Place {
  readonly store: Store
  readonly authorizer: Authorizer
  readonly ports: StrategyPorts
  readonly local: LocalAccounts
  readonly printed: readonly string[]
}

export interface PlaceOptions extends LocalAccountsOptions {
  readonly newUserRoles?: { readonly created?: readonly string[]; readonly registered?: readonly string[] }
}

/** Prepares the strategy as the sign-in does. */
export async function placeOver(store: Store, options: PlaceOptions = {}): Promise<Place> {
  const { newUserRoles = { created: [] }, ...given } = options
  const authorizer = createAuthorizer({ permissions, store, newUserRoles })
  const printed: string[] = []
  const local = localAccounts({ hashing: cheap, print: (text) => printed.push(text), ...given })
  const ports = { accounts: authorizer.accounts('sign-in'), application: 'Meltano' }
  await local.prepare?.(ports)
  return { store, authorizer, ports, local, printed }
}

/** What a browser remembers between requests. */
export type Jar = Map<string, string>

export interface AskedOptions {
  readonly address?: string | undefined
  readonly jar?: Jar
  readonly subject?: string
  readonly signal?: AbortSignal
}

let callers = 0

/** A request as strategies see it; from an address of its own unless one is given. */
export function asked(fields: Readonly<Record<string, string>>, options: AskedOptions = {}): StrategyRequest {
  const { jar = new Map<string, string>(), subject = null, signal = new AbortController().signal } = options
  const next = ++callers
  return {
    fields: new Map(Object.entries(fields)),
    query: new Map(),
    address:
      'address' in options ? options.address : `10.${(next >> 16) & 255}.${(next >> 8) & 255}.${next & 255}`,
    cookies: jar,
    subject,
    signal,
    setCookie: (name, value) => void jar.set(name, value),
  }
}

/** Signs in. */
export const enter = (place: Place, email: string, password: string, options?: AskedOptions) =>
  place.local.authenticate(asked({ email, password }, options), place.ports)

/** Registers. */
export const registerAt = (
  place: Place,
  fields: Readonly<Record<string, string>>,
  options?: AskedOptions,
) => {
  if (place.local.registration === undefined) throw new Error('There is no registration')
  return place.local.registration.register(asked(fields, options), place.ports)
}

/** Changes a password. */
export const changeAt = (
  place: Place,
  subject: string,
  fields: Readonly<Record<string, string>>,
  options?: AskedOptions,
) => {
  if (place.local.passwordChange === undefined) throw new Error('There is no change')
  return place.local.passwordChange.changePassword(
    subject,
    asked(fields, { ...options, subject }),
    place.ports,
  )
}

/** A user with a password. */
export const newUser = (place: Place, email: string, password: string = good) =>
  place.local.createUser({ email, password }, place.ports)

/** What a challenge says, or how else it ended. */
export function ending(outcome: {
  readonly outcome: string
  readonly challenge?: { readonly code: string }
  readonly error?: Error
}): string {
  if (outcome.outcome === 'error') return `error: ${outcome.error?.message ?? ''}`
  return outcome.challenge?.code ?? outcome.outcome
}
