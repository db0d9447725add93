import { own, unknownKey } from '@trilatch/core'
import { claimGroups } from './groups/claim-groups.ts'
import type { GroupsOption } from './groups/claim-groups.ts'
import { readRefresh } from './refresh/refresh-option.ts'
import type { RefreshOption } from './refresh/refresh-option.ts'
import { relyingParty } from './relying-party.ts'
import type { OidcStrategy } from './relying-party.ts'
import {
  commonNames,
  listOption,
  readAddress,
  readCommon,
  refuse,
  textOption,
  wholeOption,
} from './settings.ts'
import type { CommonOptions } from './settings.ts'

/** The algorithms that an ID token may be signed with: with a key that only the provider has. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']

/** What `oidc` takes. */
export interface OidcOptions extends CommonOptions {
  /**
   * The provider, exactly as it writes itself in what it publishes below `/.well-known/openid-configuration`: with the
   * slash at its end, or without.
   */
  readonly issuer: string
  /** What is asked for. Default `openid`, `email`, `profile`. */
  readonly scopes?: readonly string[]
  /** The one algorithm that ID tokens are signed with. Default `RS256`. */
  readonly algorithm?: string
  /** Origins that browsers are sent to, where that is not the issuer's. */
  readonly destinations?: readonly string[]
  /** Further parameters of the authorization request, as `prompt` or `hd`. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Where groups come from: a claim, or a function over all claims. Default: the provider has no groups. */
  readonly groups?: GroupsOption
  /** More groups than these are taken for a list that is not whole: 1 to 1,000. Default 200. */
  readonly maxGroups?: number
  /** Groups are asked for between sign-ins, too. Default: they are known from sign-ins alone. */
  readonly refresh?: RefreshOption
  /**
   * Whether signing out here goes on to the provider to sign out there, where it publishes `end_session_endpoint`.
   * Default true. The sign-in page has to be registered there as `post_logout_redirect_uri`.
   */
  readonly endSession?: boolean
}

const names = [
  ...commonNames,
  'issuer',
  'scopes',
  'algorithm',
  'destinations',
  'parameters',
  'groups',
  'maxGroups',
  'refresh',
  'endSession',
]

/** Parameters that are the strategy's own. */
const ours =
  /^(?:client_id|redirect_uri|response_type|response_mode|scope|state|nonce|code_challenge|code_challenge_method|request|request_uri)$/

function readParameters(options: OidcOptions): Readonly<Record<string, string>> {
  const given: unknown = own(options, 'parameters') ?? {}
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    refuse('oidc()', '`parameters` must be an object of texts')
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string') refuse('oidc()', '`parameters` must be an object of texts')
    if (ours.test(name))
      refuse('oidc()', `\`parameters\` cannot have ${name}, which the strategy sets itself`)
  }
  return { ...(given as Readonly<Record<string, string>>) }
}

/**
 * Sign-in with an OpenID Connect provider: code flow with PKCE, state, nonce and issuer.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option and what is expected.
 */
export function oidc(options: OidcOptions): OidcStrategy {
  const what = 'oidc()'
  if (typeof options !== 'object' || options === null) throw new TypeError('oidc takes an object of options')
  const stray = unknownKey(options, names)
  if (stray !== undefined)
    refuse(what, `unknown option ${JSON.stringify(stray)}. There are ${names.join(', ')}.`)
  const issuer = textOption(what, options, 'issuer', undefined)
  const { origin } = readAddress(what, 'issuer', issuer)
  const scopes = listOption(what, options, 'scopes', ['openid', 'email', 'profile'])
  if (!scopes.includes('openid'))
    refuse(what, '`scopes` must contain openid: without it there is no ID token')
  const algorithm = textOption(what, options, 'algorithm', 'RS256')
  if (!algorithms.includes(algorithm)) refuse(what, `\`algorithm\` must be one of ${algorithms.join(', ')}`)
  const groups = own(options, 'groups')
  if (groups !== undefined && typeof groups !== 'function' && (typeof groups !== 'string' || groups === ''))
    refuse(what, '`groups` must be the name of a claim, or a function over the claims')
  const maxGroups = wholeOption(what, options, 'maxGroups', [200, 1, 1_000])
  const seal = readRefresh(what, own(options, 'refresh'))
  if (seal !== undefined && groups === undefined)
    refuse(what, '`refresh` is for groups: name the option `groups` too')
  const endSession: unknown = own(options, 'endSession') ?? true
  if (typeof endSession !== 'boolean') refuse(what, '`endSession` must be true or false')
  return relyingParty({
    common: readCommon(what, options, issuer, { id: 'oidc', title: new URL(issuer).host }),
    algorithm,
    scopes,
    parameters: readParameters(options),
    destinations: listOption(what, options, 'destinations', [origin]),
    groups: groups === undefined ? undefined : claimGroups(groups, maxGroups),
    refuses: undefined,
    seal,
    groupSyntax: 'plain',
    endSession,
  })
}
