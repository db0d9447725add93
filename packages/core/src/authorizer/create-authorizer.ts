import type { Permissions, RulePermission } from '../catalogue/permissions.ts'
import type { NewUserRoles } from '../policy/new-user-roles.ts'
import type { Role } from '../policy/policy.ts'
import type { Store } from '../store/store.ts'
import type { Authorizer } from './authorizer.ts'
import type { GroupOptions } from './group-options.ts'
import { readOptions } from './options.ts'
import { StoreAuthorizer } from './store-authorizer.ts'

interface CommonOptions<Name extends string, Located extends string> extends GroupOptions {
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
  /**
   * This application's name, where several share a store: 1 to 64 of `A-Z a-z 0-9 _ . -`. Its catalogue is published
   * under it. Default `main`.
   */
  readonly application?: string
  /**
   * `on-demand`: this process does not hold the policy, and fetches the answers for the roles it meets from the store.
   * For functions, workers and short jobs. Default `full`.
   */
  readonly policy?: 'full' | 'on-demand'
}

/** What `createAuthorizer` takes: a catalogue, and either roles in code or a store. */
export type AuthorizerOptions<Name extends string, Located extends string> = CommonOptions<Name, Located> &
  (
    | { readonly roles: readonly Role<RulePermission<NoInfer<Name>>>[]; readonly store?: undefined }
    | { readonly store: Store; readonly roles?: undefined }
  )

/**
 * Makes an authorizer. Synchronous: what can be wrong in code fails here, and not when somebody calls.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`, `TRILATCH_SWITCH_INVALID`, `TRILATCH_SWITCH_REFUSED`,
 * `TRILATCH_NEW_USER_ROLES`; PolicyError for roles that are not accepted, with all that is wrong.
 */
export function createAuthorizer<Name extends string, Located extends string>(
  options: AuthorizerOptions<Name, Located>,
): Authorizer<Name, Located> {
  const read = readOptions(options, process.env)
  return new StoreAuthorizer<Name, Located>(options.permissions, read)
}
