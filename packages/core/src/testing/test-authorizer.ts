import type { Authorizer } from '../authorizer/authorizer.ts'
import { readOptions } from '../authorizer/options.ts'
import { StoreAuthorizer } from '../authorizer/store-authorizer.ts'
import type { Permissions, RulePermission } from '../catalogue/permissions.ts'
import type { Role } from '../policy/policy.ts'

/** What `testAuthorizer` takes: the catalogue, and the roles that the test is about. */
export interface TestAuthorizerOptions<Name extends string, Located extends string> {
  readonly permissions: Permissions<Name, Located>
  readonly roles: readonly Role<RulePermission<NoInfer<Name>>>[]
  /** Roles of callers that are not signed in. Default none. */
  readonly anonymousRoles?: readonly string[]
}

/** An hour: nobody who stops in a debugger should find an access expired. */
const accessLifetimeMs = 3_600_000

/**
 * An authorizer for tests: in memory, of roles that it copies, and switched on whatever the environment says, so
 * that a forgotten `TRILATCH_ENABLED=false` does not make a test pass.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`; PolicyError for roles that are not accepted.
 */
export function testAuthorizer<Name extends string, Located extends string>(
  options: TestAuthorizerOptions<Name, Located>,
): Authorizer<Name, Located> {
  const read = readOptions({ accessLifetimeMs, ...options, enabled: true }, {})
  return Object.freeze(new StoreAuthorizer<Name, Located>(options.permissions, read))
}
