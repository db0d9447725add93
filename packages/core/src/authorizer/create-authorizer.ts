import type { Permissions, RulePermission } from '../catalogue/permissions.ts'
import type { Decision } from '../decision/decision.ts'
import type { Manager } from '../manage/manager.ts'
import type { Role } from '../policy/policy.ts'
import type { Store } from '../store/store.ts'
import type { Access, Resource } from './access.ts'
import { StoreAuthorizer } from './authorizer.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { NewUserRoles } from '../policy/new-user-roles.ts'
import { readOptions } from './options.ts'
import type { RoleTree, RoleTreeSearch } from './role-tree.ts'
import type { Subject } from '../decision/subject.ts'

interface CommonOptions<Name extends string, Located extends string> {
  readonly permissions: Permissions<Name, Located>
  /** Whether rights are enforced. Default: `TRILATCH_ENABLED`, else true. */
  readonly enabled?: boolean
  readonly newUserRoles?: NewUserRoles
  /** Roles of callers that are not signed in. Default none; never an administrator role. */
  readonly anonymousRoles?: readonly string[]
  /** Accept that whoever registers, or first signs in, may do everything. Default false. */
  readonly allowFullAccessForStrangers?: boolean
  /** How long an access answers, in milliseconds: 100 to 3,600,000. Default 30,000. */
  readonly accessLifetimeMs?: number
}

/** What `createAuthorizer` takes: a catalogue, and either roles in code or a store. */
export type AuthorizerOptions<Name extends string, Located extends string> = CommonOptions<Name, Located> &
  (
    | { readonly roles: readonly Role<RulePermission<NoInfer<Name>>>[]; readonly store?: undefined }
    | { readonly store: Store; readonly roles?: undefined }
  )

/** Decides, explains and administers for one application. */
export interface Authorizer<Name extends string = string, Located extends string = never> {
  readonly permissions: Permissions<Name, Located>
  /** False while switched off: everybody may do everything. */
  readonly enabled: boolean
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
  /** One question in one call. */
  decide(subject: Subject | null, permission: Name): Promise<Decision>
  decide(subject: Subject | null, permission: Name, resource: Resource): Promise<Decision>
  /** Writes, in the name of an actor: the id of a person, or a word for a program. */
  manage(actor: string | { readonly id: string }): Manager<RulePermission<Name>>
  /** The tree of a role as the Permissions dialog shows it. @throws TrilatchError `TRILATCH_ROLE_UNKNOWN` */
  roleTree(role: string, search?: RoleTreeSearch): Promise<RoleTree>
  /** What somebody should look at in the policy and in how it is used. */
  diagnostics(): Promise<readonly Diagnostic[]>
  /** Ends the authorizer; the store is its owner's to close, unless roles were given in code. */
  close(): Promise<void>
}

/**
 * Makes an authorizer. Synchronous: what can be wrong in code fails here, and not when somebody calls.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`, `TRILATCH_SWITCH_INVALID`, `TRILATCH_SWITCH_REFUSED`,
 * `TRILATCH_NEW_USER_ROLES`; PolicyError for roles that are not accepted, with all that is wrong.
 */
export function createAuthorizer<Name extends string, Located extends string>(
  options: AuthorizerOptions<Name, Located>,
): Authorizer<Name, Located> {
  return new StoreAuthorizer<Name, Located>(options.permissions, readOptions(options, process.env))
}
