/** A directory's or GitLab's name for a set of people. */
export interface IdentityGroup {
  /** As its provider names it: a DN, a full path. */
  readonly name: string
  /** The level in the group, where the provider knows levels: `member developer maintainer owner`. */
  readonly access?: string
}

/**
 * How looking up somebody's groups ended. `complete`: these and no others, also when it is none. `unknown`: it could
 * not be found out, which is not "none". `gone`: the provider has this person no more, or has shut them out.
 */
export type Groups =
  | { readonly status: 'complete'; readonly groups: readonly IdentityGroup[] }
  | { readonly status: 'unknown'; readonly why: string }
  | { readonly status: 'gone' }

/** Whom a strategy vouches for. */
export interface Identity {
  /** The strategy's `id`. */
  readonly provider: string
  /** Who gave the `id`: an OpenID issuer, a directory. Local accounts: `local`. */
  readonly issuer: string
  /**
   * Never changes and is never given to somebody else: `sub` of OpenID, objectGUID, entryUUID; of a local account the id
   * of the user. The pair (issuer, id) is the key of the account; an e-mail address never is.
   */
  readonly id: string
  /** Only when the provider has verified that it is theirs: it claims the address for a new user. */
  readonly verifiedEmail?: string
  /** What people call them. */
  readonly title?: string
  /**
   * Of a local account: its epoch (`accounts.epoch`) from before the secret was compared. Where it is another one by the
   * time the session begins, the sign-in is refused: the secret was changed meanwhile.
   */
  readonly epoch?: string
  /** Absent: this provider has no groups. At sign-in anything but `complete` refuses. */
  readonly groups?: Groups
}

/** The issuer of accounts whose id is that of the user. */
export const localIssuer = 'local'
