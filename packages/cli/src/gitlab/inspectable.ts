import type { Identity, Strategy } from '@trilatch/auth'
import { misuse } from '../failure.ts'

/** What a strategy over an OpenID provider tells operators: `gitlab()` and `oidc()` of `@trilatch/auth-gitlab` do. */
export interface Inspection {
  readonly issuer: string
  readonly groupSyntax: 'path' | 'plain'
  provider(): Promise<{
    readonly ok: boolean
    readonly problem?: { readonly reason: string; readonly message: string; readonly published?: string }
    readonly endpoints: Readonly<Record<string, string>>
    readonly scopesMissing: readonly string[]
    readonly sendsIssuer: boolean
    readonly endsSessions: boolean
  }>
  begin(callbackUrl: string): Promise<{
    readonly url: string
    finish(called: URL): Promise<{
      readonly identity: Identity
      readonly claims: { readonly idToken: readonly string[]; readonly userinfo: readonly string[] | null }
      readonly refused: string | null
    }>
  }>
}

/** A strategy that can be inspected. */
export type Inspectable = Strategy & { readonly inspection: Inspection }

function canBeInspected(strategy: Strategy): strategy is Inspectable {
  const { inspection } = strategy as Partial<Inspectable>
  return typeof inspection?.provider === 'function' && typeof inspection.begin === 'function'
}

/**
 * The strategy that is meant: the named one, or the only one that there is.
 *
 * @throws Failure with status 2
 */
export function inspectable(strategies: readonly Strategy[], named: string | undefined): Inspectable {
  const all = strategies.filter(canBeInspected)
  const ids = all.map(({ id }) => id).join(', ')
  const found = all.filter(({ id }) => named === undefined || id === named)
  const [one] = found
  if (one !== undefined && found.length === 1) return one
  if (all.length === 0)
    throw misuse(
      '`strategies` of the configuration has neither gitlab() nor oidc() of @trilatch/auth-gitlab.',
      'strategy-missing',
    )
  throw misuse(
    named === undefined
      ? `There are several: name one of ${ids} with --strategy.`
      : `There is no strategy ${JSON.stringify(named)} that can be tested. There are ${ids}.`,
    'strategy-unknown',
  )
}
