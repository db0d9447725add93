import type { Permissions } from '../catalogue/permissions.ts'
import { compileInSteps, compilePolicy } from '../decision/compiled-policy.ts'
import type { CompiledPolicy } from '../decision/compiled-policy.ts'
import { resolveHoldings } from '../decision/holdings.ts'
import type { GivenRole } from '../decision/holdings.ts'
import { TrilatchError } from '../errors.ts'
import type { Role } from '../policy/policy.ts'
import { writtenRoles } from '../store/written.ts'
import { aboutOf, assigned, fromNothing, isAdministrator, subjectsOf, wholeOf } from './judged-write.ts'
import type { Given, JudgedWrite, Situation } from './judged-write.ts'
import { closureOf } from './closure-of.ts'
import { findGain } from './find-gain.ts'
import type { Gain } from './find-gain.ts'
import { gonePermissions } from './gone-permissions.ts'
import { notHeld } from './not-held.ts'
import { CannotProve } from './representative-names.ts'
import type { Budget } from './representative-names.ts'

/** Steps for one thing that is given, in one catalogue: some tens of milliseconds. */
const work = 1_000_000
/** The same for all that one write gives. */
const allWork = 10 * work

function rolesAfter(
  roles: ReadonlyMap<string, Role>,
  written: ReadonlyMap<string, Role | undefined>,
): ReadonlyMap<string, Role> {
  const after = new Map(roles)
  for (const [id, role] of written)
    if (role === undefined) after.delete(id)
    else after.set(id, role)
  return after
}

function refuse(what: string, { permission, resource }: Gain): never {
  const where = resource === undefined ? 'without a resource' : `on ${JSON.stringify(resource)}`
  throw new TrilatchError(
    'TRILATCH_MORE_THAN_HELD',
    `Cannot give ${what}: it would open ${permission} ${where}, which you do not hold`,
    { status: 403 },
  )
}

function administratorOnly(what: string): never {
  throw new TrilatchError('TRILATCH_ADMINISTRATOR_REQUIRED', `Only an administrator may change ${what}`, {
    status: 403,
  })
}

/**
 * Refuses a write that gives what its giver does not hold; administrators hold everything. Accepted is what touches no
 * administrator role and nobody who holds one, and of which every name that it newly grants, for every permission of
 * every catalogue or gone from all, is one that the rule grants the giver: an edited role by what it says more than before, an
 * assignment, a mapping row or a promise by all that the role says within its scope, what is done to a user by all that
 * the user holds. Pure; design section 7. Because each is judged by itself and between roles Granted wins, two accepted
 * writes together give no more than each.
 *
 * Each step takes some tens of milliseconds at most, so that whoever takes them can let others have their turn.
 *
 * @throws TrilatchError `TRILATCH_ADMINISTRATOR_REQUIRED`, `TRILATCH_MORE_THAN_HELD` with something that would be opened,
 * `TRILATCH_CANNOT_PROVE` where patterns overlap in too many ways to tell; all 403
 */
export function* judgeInSteps(write: JudgedWrite, situation: Situation): Generator<void, void> {
  const { roles: before, giver, givenTo, catalogues } = situation
  const written = writtenRoles(write.operations)
  const after = rolesAfter(before, written)
  const holdsOne = (given: readonly GivenRole[]): boolean => {
    const ids = new Map(closureOf(before, given).map((role) => [role.id, role]))
    const policy = compilePolicy('', ids.values(), catalogues[0] as Permissions)
    return resolveHoldings(policy, given).administrator !== undefined
  }
  if (holdsOne(giver)) return

  const parts = write.operations.map((operation) => aboutOf(operation, situation))
  const entries = write.operations.some(({ kind }) => kind === 'put-entry' || kind === 'remove-entry')
  for (const { administrators } of parts) if (administrators !== undefined) administratorOnly(administrators)
  if (entries && write.touches === undefined && write.promises === undefined)
    administratorOnly('what is kept beside users')
  const promises = write.promises ?? []
  for (const role of [...parts.flatMap(({ roles = [] }) => roles), ...promises])
    if (isAdministrator(before.get(role)) || isAdministrator(after.get(role)))
      administratorOnly(`the administrator role ${JSON.stringify(role)}`)
  for (const subject of subjectsOf(write)) {
    if (holdsOne(givenTo(subject))) administratorOnly(`the administrator ${JSON.stringify(subject)}`)
    yield
  }

  const all: readonly Given[] = [
    ...parts.flatMap((part) => part.given ?? []),
    ...wholeOf(parts, write).map((id) => fromNothing(`all that ${JSON.stringify(id)} holds`, givenTo(id))),
    ...promises.map((id) => fromNothing(`role ${JSON.stringify(id)}`, [assigned(id)])),
  ]
  const given = notHeld(all, giver, before, written)
  const gone = gonePermissions(catalogues, [
    ...closureOf(
      before,
      given.flatMap((one) => one.before),
    ),
    ...closureOf(
      after,
      given.flatMap((one) => one.after),
    ),
  ])
  for (const permissions of gone === undefined ? catalogues : [...catalogues, gone])
    yield* judgeIn(permissions, given, giver, before, after)
}

/** The same within one catalogue. */
function* judgeIn(
  permissions: Permissions,
  given: readonly Given[],
  giver: readonly GivenRole[],
  rolesBefore: ReadonlyMap<string, Role>,
  rolesThen: ReadonlyMap<string, Role>,
): Generator<void, void> {
  const compile = (
    roles: ReadonlyMap<string, Role>,
    of: readonly GivenRole[],
  ): Generator<void, CompiledPolicy> => compileInSteps('', closureOf(roles, of), permissions)
  const before = yield* compile(rolesBefore, [...giver, ...given.flatMap((one) => one.before)])
  const everything = given.flatMap((one) => one.after)
  const then = yield* compile(rolesThen, everything)
  const holder = { policy: before, holdings: resolveHoldings(before, giver) }
  let left = allWork
  for (const one of given) {
    const budget: Budget = { left: Math.min(work, left) }
    left -= budget.left
    let gain: Gain | undefined
    try {
      gain = findGain(
        { policy: then, holdings: resolveHoldings(then, one.after) },
        { policy: before, holdings: resolveHoldings(before, one.before) },
        holder,
        budget,
      )
    } catch (error) {
      if (!(error instanceof CannotProve)) throw error
      throw new TrilatchError(
        'TRILATCH_CANNOT_PROVE',
        `Cannot give ${one.what}: its contexts and yours overlap in too many ways to tell whether you hold all of it. Use simpler contexts, or ask an administrator`,
        { status: 403, cause: error },
      )
    }
    if (gain !== undefined) refuse(one.what, gain)
    left += budget.left
    yield
  }
}
