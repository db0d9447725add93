import type { UserOrigin } from '../policy/new-user-roles.ts'
import type { UserFields } from '../policy/schema.ts'
import type { StoredUser } from '../store/store.ts'
import type { Vault, VaultDocument, VaultPlace } from '../store/vault.ts'
import type { Written } from './writer.ts'

/** What is written beside a user, in the same step, or not at all. */
export interface AccountWrite {
  /** Entries to keep: the hash of a password. */
  readonly put?: readonly VaultDocument[]
  /** Entries to remove: an invitation that is used up. */
  readonly remove?: readonly VaultPlace[]
  /**
   * Entries that must still be at a version; `null`: that there must be none. Otherwise nothing is written, and the
   * write is refused with `TRILATCH_CONFLICT`.
   */
  readonly expect?: readonly (VaultPlace & { readonly version: string | null })[]
}

/** A user who comes to be with an account. */
export interface NewAccount extends UserFields, AccountWrite {
  /** Default: a random one. */
  readonly id?: string
  /** Decides which of `newUserRoles` they get. */
  readonly origin: UserOrigin
  /** Roles beside those, as an invitation promised them; each must exist. */
  readonly roles?: readonly string[]
}

/** The first administrator. */
export interface FirstAdministrator extends Omit<NewAccount, 'roles'> {
  /** The administrator role they get. */
  readonly role: string
}

/** A change to a user's account. */
export interface AccountChange extends AccountWrite {
  /** What the audit trail calls it: `password.change`. */
  readonly action: string
  /** Whether all sessions of the user end; the write's version is the new epoch. Default false. */
  readonly endSessions?: boolean
  /** Roles in the place of those that the user holds as a member, in the same write; scoped ones stay. Default: as they are. */
  readonly roles?: readonly string[]
}

/** Entries that belong to no user. */
export interface KeptEntries extends AccountWrite {
  /** What the audit trail calls it: `invitation.create`. */
  readonly action: string
  /** Roles that they promise somebody; each must exist, and the trail names them. */
  readonly roles?: readonly string[]
}

/**
 * Users together with what they sign in with. Writes are planned, checked and audited like those of a manager; the
 * trail names entries by kind, and shows neither keys nor values.
 *
 * This is for strategies and commands, whose callers have proved who they are, and in somebody's name (`as`) for
 * consoles. Nothing here asks for a permission. In somebody's name a write is refused (403) that gives more than they
 * hold: `create` the roles of the origin and the promised ones, `keep` what is promised, `change` all that the user holds,
 * for whoever sets a password or links an account is soon that user; credentials and links by whose they are, whatever
 * the write is about. Entries that come and go with requests (`vault`) are an administrator's to write.
 */
export interface Accounts {
  /** What sign-in keeps. */
  readonly vault: Vault
  /** @returns `null` where there is none */
  user(id: string): Promise<StoredUser | null>
  /** Who has an e-mail address, in any spelling of it that is the same in its normal form. */
  userByEmail(email: string): Promise<StoredUser | null>
  /**
   * What sessions of a subject carry now, by the newest state; `null` where nothing is kept of the subject, so that no
   * session of theirs holds. Read before a secret is compared, it tells whether the secret was changed since.
   */
  epoch(id: string): Promise<string | null>
  /**
   * Creates a user with the roles of their origin, and with entries.
   *
   * @throws TrilatchError `TRILATCH_USER_EXISTS` (409) when the id or the e-mail is another's; `TRILATCH_CONFLICT`
   * (409) when an expected entry is not there; `TRILATCH_ROLE_UNKNOWN` (404); PolicyError `TRILATCH_USER_INVALID` (422).
   */
  create(account: NewAccount): Promise<Written & { readonly id: string }>
  /**
   * Creates a user who is an administrator, if nobody is one yet.
   *
   * @throws TrilatchError as `create`; `TRILATCH_CONFLICT` (409) when there is an administrator, and
   * `TRILATCH_ADMINISTRATOR_ROLE` (422) for a role that makes none.
   */
  createFirstAdministrator(account: FirstAdministrator): Promise<Written & { readonly id: string }>
  /**
   * Changes entries of a user, who must exist, and ends their sessions where asked.
   *
   * @throws TrilatchError `TRILATCH_USER_UNKNOWN` (404), `TRILATCH_CONFLICT` (409)
   */
  change(id: string, change: AccountChange): Promise<Written>
  /**
   * Keeps or removes entries that belong to no user: an invitation. The trail has a line of it.
   *
   * @throws TrilatchError `TRILATCH_CONFLICT` (409), `TRILATCH_ROLE_UNKNOWN` (404)
   */
  keep(entries: KeptEntries): Promise<Written>
  /** The ids of the administrator roles that there are. */
  administratorRoles(): Promise<readonly string[]>
  /** Whether anybody holds an administrator role. */
  hasAdministrator(): Promise<boolean>
  /** Whether a mapping row leads to an administrator role: then somebody becomes one by signing in. */
  mapsToAdministrator(): Promise<boolean>
}
