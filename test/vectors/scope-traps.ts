// Where an implementation is likely to go wrong with scopes and with roles that inherit.
import type { World } from '../specification/specification.ts'
import { cases, role, worldOf } from './handmade.ts'
import type { Handmade } from './handmade.ts'

const [G, F, N] = ['granted', 'forbidden', 'nothing-granted']

const scopes: readonly Handmade[] = [
  cases(
    'a scope narrows what a role forbids as well',
    worldOf([role('A', 'F job'), role('B', 'G job x')], ['A @ eu.*', 'B']),
    ['job', F, 'eu.1'],
    ['job', N, 'us.1'],
    ['job', N],
    ['job', G, 'x'],
  ),
  cases(
    'a scoped Forbidden does not close what another role grants',
    worldOf([role('A', 'F job'), role('B', 'G job')], ['A @ eu.*', 'B']),
    ['job', G],
    ['job', G, 'eu.1'],
  ),
  cases(
    'scope and context both have to match',
    worldOf([role('A', 'G job *.x')], ['A @ eu.*']),
    ['job', G, 'eu.x'],
    ['job', N, 'eu.y'],
    ['job', N, 'us.x'],
  ),
  cases(
    'a scope adds nothing to how specific a context is',
    worldOf([role('A', 'G job', 'F job *.x')], ['A @ eu.x']),
    ['job', F, 'eu.x'],
    ['job', N],
  ),
  cases(
    '"*" and "**" as scopes are none',
    worldOf([role('A', 'G job'), role('B', 'G project')], ['A @ *', 'B @ **']),
    ['job', G],
    ['project', G, 'a/b'],
  ),
  cases(
    'one role held with two scopes speaks within both, and the first scope is named',
    worldOf([role('A', 'G job')], ['A @ us.*', 'A @ *.1']),
    ['job', G, 'us.1'],
    ['job', G, 'us.2'],
    ['job', G, 'eu.1'],
    ['job', N, 'eu.2'],
  ),
  cases(
    'a role held with a scope and without one speaks everywhere',
    worldOf([role('A', 'G job')], ['A @ eu.*', 'A']),
    ['job', G],
    ['job', G, 'us.1'],
    ['job', G, 'eu.1'],
  ),
  cases(
    'an escape in a scope',
    worldOf([role('A', 'G job')], [String.raw`A @ a\*`]),
    ['job', G, 'a*'],
    ['job', N, 'ab'],
  ),
  cases(
    'an administrator role held with a scope counts for nothing',
    worldOf([{ ...role('A', 'G job'), administrator: true }], ['A @ eu.*']),
    ['job', N, 'eu.1'],
    ['job', N],
  ),
  cases(
    'an administrator role held with the scope "**" is held without one',
    worldOf([{ ...role('A'), administrator: true }], ['A @ **']),
    ['job', 'administrator'],
  ),
  cases(
    'an unknown role counts for nothing',
    worldOf([role('A', 'G job')], ['ghost', 'toString', 'A']),
    ['job', G],
    ['project', N],
  ),
].flat()

const unreadable = [
  [
    '',
    '/',
    'a/',
    'a//b',
    '.',
    'a/../*',
    '[a',
    '[]',
    '[!]',
    '[c-a]',
    '[^a]',
    '[[:alpha:]]',
    '[a.]*',
    '[a/b]*',
  ],
  ['a\\', String.raw`a\/b`, 'a\u0000*', '?'.repeat(17), 'a'.repeat(257), '\u{1f600}'.repeat(257)],
].flat()

/** Nothing that is not accepted may open anything, not even the name that reads the same. */
const unreadableScopes: readonly Handmade[] = unreadable.flatMap((scope) =>
  cases(
    'a scope that is not accepted makes the role count for nothing',
    worldOf([role('A', 'G job')], [`A @ ${scope}`]),
    ['job', N, 'a'],
  ),
)

const inheriting: readonly Handmade[] = [
  cases(
    'an inherited role is held as well, and never subtracts',
    worldOf([{ ...role('A', 'F job'), inherits: ['B'] }, role('B', 'G job')], ['A']),
    ['job', G],
  ),
  cases(
    'an inherited role has the scope it was reached by',
    worldOf([{ ...role('A', 'F project'), inherits: ['B'] }, role('B', 'G job')], ['A @ eu.*']),
    ['job', G, 'eu.1'],
    ['job', N, 'us.1'],
    ['job', N],
  ),
  cases(
    'what is inherited twice counts once, the nearer rule of its own role decides',
    worldOf(
      [
        { ...role('A'), inherits: ['B', 'C'] },
        { ...role('B', 'F job.run'), inherits: ['D'] },
        { ...role('C', 'F job'), inherits: ['D'] },
        role('D', 'G *', 'F job.run.now'),
      ],
      ['A'],
    ),
    ['job.run', G],
    ['job.run.now', F],
  ),
  cases(
    'who holds the inherited role does not hold the one that inherits',
    worldOf([{ ...role('A', 'G job'), inherits: ['B'] }, role('B', 'G project')], ['B']),
    ['job', N],
    ['project', G],
  ),
].flat()

const inTurn = (world: World): World => ({ ...world, roles: world.roles.toReversed() })
const order: readonly Handmade[] = ['A', 'B'].flatMap((first) => {
  const world = worldOf([role('A', 'G job x*'), role('B', 'G job *x', 'F project')], ['B', 'A'])
  return cases(
    'the order of roles never matters',
    first === 'A' ? world : inTurn(world),
    ['job', G, 'x'],
    ['job', G, 'xx'],
    ['project', F],
  )
})

export const scopeTraps: readonly Handmade[] = [scopes, unreadableScopes, inheriting, order].flat()
