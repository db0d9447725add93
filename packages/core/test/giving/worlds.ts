import fc from 'fast-check'
import { catalogueOf } from '../../../../test/differential/real.ts'
import { commonNames, scopeArbitrary, worldArbitrary } from '../../../../test/specification/arbitraries.ts'
import type { Held, Role, World } from '../../../../test/specification/specification.ts'
import { isProperName } from '../../src/context/proper-name.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import { resolveHoldings } from '../../src/decision/holdings.ts'
import type { Side } from '../../src/giving/find-gain.ts'

const nodes = ['*', 'job', 'job.run', 'job.stop', 'trilatch', 'trilatch.roles', 'trilatch.roles.edit']

/** Roles, and what somebody holds of them. */
export function worldOf(roles: readonly Role[], ...held: readonly Held[]): World {
  return { nodes, roles, subject: { roles: held } }
}

/** The same, ready to be compared. */
export function sideOf(world: World): Side {
  const policy = compilePolicy('1', world.roles, catalogueOf(world))
  const given = world.subject.roles.map((held) => ({ ...held, source: 'assigned' as const }))
  return { policy, holdings: resolveHoldings(policy, given) }
}

/** A rule that grants. */
export const g = (permission: string, context?: string) =>
  ({ permission, state: 'granted', ...(context !== undefined && { context }) }) as const
/** A rule that forbids. */
export const f = (permission: string, context?: string) =>
  ({ ...g(permission, context), state: 'forbidden' }) as const

/** Names that lie near what the worlds of the specification are made of. */
const names = [
  ...commonNames,
  'a',
  'x',
  'hr.x',
  'sales.',
  'a/x',
  'a/b/x',
  'b.x',
  'd.x',
  'x.secret',
  'b',
  'x.y',
].filter((name) => isProperName(name))
/** Those names, and no resource. */
export const resources: readonly ([] | [string])[] = [[], ...names.map((name): [string] => [name])]

/** A role that is edited, or given to somebody. */
export interface Change {
  readonly world: World
  readonly role: number
  readonly other: number
  readonly scope: string | undefined
  readonly edited: boolean
}

/** A change of one role, and who makes it. */
export const changeArbitrary: fc.Arbitrary<Change> = worldArbitrary.chain((world) =>
  fc.record({
    world: fc.constant({ ...world, switchedOff: false, subject: { roles: world.subject.roles } }),
    role: fc.nat(world.roles.length - 1),
    other: fc.nat(world.roles.length - 1),
    scope: scopeArbitrary,
    edited: fc.boolean(),
  }),
)

/** What somebody has before and after a change: nothing and the role, or the role as it was and as it is. */
export function worldsOf({ world, role, other, scope, edited }: Change): { before: World; after: World } {
  const { id, ...rest } = world.roles[role] as Role
  const { rules } = world.roles[other] as Role
  const roles = edited
    ? world.roles.map((each) => (each.id === id ? { ...rest, id, rules } : each))
    : world.roles
  const given = { role: id, ...(scope !== undefined && !rest.administrator && { scope }) }
  const after = { ...world, roles, subject: { roles: [given] } }
  const before = { ...world, subject: { roles: edited ? [given] : [] } }
  return { before, after }
}
