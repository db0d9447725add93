import type { AskedPermission, Permissions, RulePermission } from '../catalogue/permissions.ts'
import type { Decision } from '../decision/decision.ts'
import type { Subject } from '../decision/subject.ts'
import type { Accounts } from '../manage/accounts.ts'
import type { Manager } from '../manage/manager.ts'
import type { MaybePromise } from '../maybe-promise.ts'
import type { Access } from './access.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { Health } from './health.ts'
import type { Phrasing } from './phrasing.ts'
import type { Resource } from './resource.ts'
import type { RoleTree, RoleTreeSearch } from './role-tree.ts'

/** In whose name something is written: the id of a person, or a word for a program. */
export type Actor = string | { readonly id: string }

/** What writes are held to. */
export interface ManageOptions {
  /**
   * Nobody gives what they do not hold: a write is refused (403) that would give more than this subject holds at the
   * moment of the write, or touches an administrator role or somebody who holds one. Administrators may do everything.
   */
  readonly as?: Subject
}

/** Decides, explains and administers for one application. */
export interface Authorizer<Name extends string = string, Located extends string = never> {
  readonly permissions: Permissions<Name, Located>
  /** False while switched off: everybody may do everything. */
  readonly enabled: boolean
  /** How often groups are to be confirmed, in milliseconds: the option of that name. */
  readonly groupRefreshMs: number
  /**
   * Resolves when the store can be read and what it holds has been checked; rejects when not. Awaited by the
   * first access; await it yourself to fail at start. Roles given in code are checked before it, when built.
   */
  ready(): Promise<void>
  /**
   * One subject's answers, for one request or message. `null`: nobody is signed in.
   *
   * @throws TypeError for what is no subject; TrilatchError `TRILATCH_UNAVAILABLE` (503) when the store cannot be read.
   */
  access(subject: Subject | null): Promise<Access<Name>>
  /**
   * As `access`, and at once where nothing has to be waited for: what adapters use, so that a guard takes no promise.
   *
   * @param phrasing How refusals of the access's `assert` are phrased; adapters pass on what their guards use.
   */
  obtain(subject: Subject | null, phrasing?: Phrasing): MaybePromise<Access<Name>>
  /** One question in one call. */
  decide(subject: Subject | null, permission: AskedPermission<Name>): Promise<Decision>
  decide(subject: Subject | null, permission: AskedPermission<Name>, resource: Resource): Promise<Decision>
  /**
   * Writes, in the name of an actor: the id of a person, or a word for a program.
   *
   * @param options What the writes are held to; by default the program itself writes, and may do everything.
   */
  manage(actor: Actor, options?: ManageOptions): Manager<RulePermission<Name>>
  /**
   * Users with what they sign in with, for strategies, commands and consoles; written in the name of an actor.
   *
   * @param options What the writes are held to, as those of `manage`.
   */
  accounts(actor: Actor, options?: ManageOptions): Accounts
  /** The tree of a role as the Permissions dialog shows it. @throws TrilatchError `TRILATCH_ROLE_UNKNOWN` */
  roleTree(role: string, search?: RoleTreeSearch): Promise<RoleTree>
  /** What somebody should look at in the policy and in how it is used. */
  diagnostics(): Promise<readonly Diagnostic[]>
  /** How it is doing, at once and without asking anybody: what a `/healthz` answers with. */
  health(): Health
  /** Ends the authorizer; the store is its owner's to close, unless roles were given in code. */
  close(): Promise<void>
}
