import { own, unknownKey } from '@trilatch/core'
import { allowedGroups } from './groups/allowed-groups.ts'
import { gitlabGroups } from './groups/gitlab-groups.ts'
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

/** What `gitlab` takes. */
export interface GitLabOptions extends CommonOptions {
  /** Where GitLab is, with the path that it is below. Default `https://gitlab.com`. */
  readonly url?: string
  /** What is asked for. Default `openid`, `email`, `profile`; `email` gives the primary address. */
  readonly scopes?: readonly string[]
  /**
   * Only who belongs to one of these groups, or to one below, may sign in; and of nobody any other groups are taken.
   * Full paths; on gitlab.com name your own top-level groups. Default: everybody, and all groups.
   */
  readonly allowedGroups?: readonly string[]
  /** Whether the direct groups of the ID token do where userinfo names none. Default false: then nobody gets in. */
  readonly directGroups?: boolean
  /** More groups than these are not taken: 1 to 1,000. Default 1,000. */
  readonly maxGroups?: number
  /** Groups are asked for between sign-ins, too. Default: they are known from sign-ins alone. */
  readonly refresh?: RefreshOption
}

const names = [...commonNames, 'url', 'scopes', 'allowedGroups', 'directGroups', 'maxGroups', 'refresh']
const what = 'gitlab()'

function readAllowed(options: GitLabOptions): readonly string[] | undefined {
  if (own(options, 'allowedGroups') === undefined) return undefined
  const paths = listOption(what, options, 'allowedGroups', [])
  if (paths.length === 0) refuse(what, '`allowedGroups` is empty, so nobody could sign in')
  const isPath = (path: string): boolean => /^[\p{L}\p{N}_.-]+(?:\/[\p{L}\p{N}_.-]+)*$/u.test(path)
  const odd = paths.find((path) => !isPath(path))
  if (odd !== undefined)
    refuse(
      what,
      `\`allowedGroups\` has ${JSON.stringify(odd)}, which is no full path. Write acme: what is below it is meant along`,
    )
  return paths
}

/**
 * Sign-in with GitLab, gitlab.com or self-managed. Its groups are handed over with the level in each.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option and what is expected.
 */
export function gitlab(options: GitLabOptions): OidcStrategy {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('gitlab takes an object of options')
  const stray = unknownKey(options, names)
  if (stray !== undefined)
    refuse(what, `unknown option ${JSON.stringify(stray)}. There are ${names.join(', ')}.`)
  const url = readAddress(what, 'url', textOption(what, options, 'url', 'https://gitlab.com'))
  // GitLab writes itself without a slash at the end, wherever it is.
  const issuer = url.href.replace(/\/+$/, '')
  const scopes = listOption(what, options, 'scopes', ['openid', 'email', 'profile'])
  if (!scopes.includes('openid')) refuse(what, '`scopes` must contain openid: all claims hang on it')
  const directGroups: unknown = own(options, 'directGroups') ?? false
  if (typeof directGroups !== 'boolean') refuse(what, '`directGroups` must be true or false')
  const paths = readAllowed(options)
  return relyingParty({
    common: readCommon(what, options, issuer, { id: 'gitlab', title: 'GitLab' }),
    algorithm: 'RS256',
    scopes,
    parameters: {},
    destinations: [url.origin],
    groups: gitlabGroups({
      allowed: paths && allowedGroups(paths),
      maxGroups: wholeOption(what, options, 'maxGroups', [1_000, 1, 1_000]),
      directGroups,
    }),
    refuses:
      paths &&
      ((groups) =>
        groups.status === 'complete' && groups.groups.length === 0
          ? 'Your account belongs to none of the groups that may sign in here.'
          : undefined),
    groupSyntax: 'path',
    // GitLab has no page that ends its own session for an application.
    endSession: false,
    seal: readRefresh(what, own(options, 'refresh')),
  })
}
