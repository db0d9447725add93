import type { Access } from '../authorizer/access.ts'
import { didYouMean } from '../catalogue/suggest.ts'
import type { Coverage, CoveredRoute } from '../coverage/coverage.ts'
import { routeName } from '../coverage/coverage-table.ts'
import type { Requirement } from '../enforcement/requirement.ts'
import { TrilatchError } from '../errors.ts'
import { isThenable } from '../maybe-promise.ts'
import { testAuthorizer } from './test-authorizer.ts'
import type { TestAuthorizerOptions } from './test-authorizer.ts'

/**
 * Whether a caller gets through the guards of a route.
 *
 * - `yes`, `no`: always, never.
 * - `some`: for some resources. A guard without a resource refuses then.
 * - `public`: the route says that it is open to everybody. `UNPROTECTED`: it is, and says nothing.
 */
export type MatrixAnswer = 'yes' | 'some' | 'no' | 'public' | 'UNPROTECTED'

/** One route of the matrix. */
export interface MatrixRow {
  /** As the table of coverage names it: `GET /designs/:name`. */
  readonly route: string
  /** One for each caller, in their order. */
  readonly answers: readonly MatrixAnswer[]
}

/** Who gets through to what. Plain data, in the order given: fit for a snapshot. */
export interface AccessMatrix {
  /** `anonymous`, then the roles. */
  readonly callers: readonly string[]
  readonly rows: readonly MatrixRow[]
}

const order = ['no', 'some', 'yes'] as const
type Passing = (typeof order)[number]

const least = (all: readonly Passing[]): Passing => order.find((answer) => all.includes(answer)) ?? 'yes'
const most = (all: readonly Passing[]): Passing => order.findLast((answer) => all.includes(answer)) ?? 'no'

/** What one guard answers a caller. */
function passes(access: Access, { kind, permissions }: Requirement): Passing {
  switch (kind) {
    case 'public':
      return 'yes'
    case 'signed-in':
      return access.signedIn ? 'yes' : 'no'
    case 'some':
      return permissions.every((permission) => access.canSome(permission)) ? 'yes' : 'no'
    default: {
      const each = permissions.map((permission) =>
        access.can(permission) ? 'yes' : access.canSome(permission) ? 'some' : 'no',
      )
      return kind === 'any' ? most(each) : least(each)
    }
  }
}

function answer(access: Access, { protection, guards }: CoveredRoute): MatrixAnswer {
  if (protection === 'unprotected') return 'UNPROTECTED'
  return protection === 'public' ? 'public' : least(guards.map((guard) => passes(access, guard)))
}

/**
 * Which role gets through to which route, and what somebody gets to who is not signed in: one row for each route,
 * one answer for each caller, who has one role each.
 *
 * @param coverage What the adapter's `coverage(app)` gave.
 * @param policy The catalogue of the guards, and the roles.
 * @throws TrilatchError `TRILATCH_PERMISSION_UNKNOWN` where a guard names a permission of another catalogue; PolicyError
 * for roles that are not accepted.
 */
export function accessMatrix<Name extends string, Located extends string>(
  coverage: Coverage,
  policy: TestAuthorizerOptions<Name, Located>,
): AccessMatrix {
  if (!Array.isArray((coverage as Partial<Coverage> | undefined)?.routes))
    throw new TypeError('accessMatrix takes a report: accessMatrix(coverage(app), { permissions, roles })')
  const { permissions, roles } = policy
  for (const name of coverage.routes.flatMap((route) => route.permissions)) {
    if (permissions.has(name)) continue
    const message = `A guard names ${JSON.stringify(name)}, which is not in this catalogue.${didYouMean(name, permissions.names)}`
    throw new TrilatchError('TRILATCH_PERMISSION_UNKNOWN', message)
  }
  const authorizer = testAuthorizer(policy)
  const callers = [null, ...roles.map(({ id }) => ({ id: 'somebody', roles: [id] }))].map(
    (subject): Access => {
      const access = authorizer.obtain(subject)
      // Roles given in code are there at once.
      if (isThenable(access)) throw new TypeError('The roles of a matrix cannot be waited for')
      return access
    },
  )
  const rows = coverage.routes.map((route) =>
    Object.freeze({
      route: routeName(route),
      answers: Object.freeze(callers.map((access) => answer(access, route))),
    }),
  )
  return Object.freeze({
    callers: Object.freeze(['anonymous', ...roles.map(({ id }) => id)]),
    rows: Object.freeze(rows),
  })
}
