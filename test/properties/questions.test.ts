// The other questions say what a plain check says: nobody is shown, listed or explained what they may not do.
import { beforeAll, describe, expect, it } from 'vitest'
import { Refusal } from '@trilatch/core'
import type { Access, RoleTreeRow } from '@trilatch/core'
import { realWorld } from '../differential/real.ts'
import { naiveMatch } from '../globs/naive-glob.ts'
import { commonNames } from '../specification/arbitraries.ts'
import type { Role, World } from '../specification/specification.ts'
import { argumentsOf, expectSame, items } from './answers.ts'
import { givenArbitrary, holds, questions, seed } from './property.ts'
import { accessOf, accessWith, muteWarnings } from './support.ts'

/** The items again and again, as one array that is kept: long enough for being remembered. */
const list: readonly string[] = Array.from({ length: 40 }, (_, i) => items[i % items.length] as string)

/** What `assert` throws; `undefined` when it goes on. */
function refusal(assert: () => void): unknown {
  try {
    assert()
  } catch (error) {
    return error
  }
  return undefined
}

/** The rows of a role's tree from a node to the root of its walk. */
function walk(rows: ReadonlyMap<string, RoleTreeRow>, permission: string): RoleTreeRow[] {
  const row = rows.get(permission)
  if (row === undefined) return []
  const parent = permission.includes('.') ? permission.slice(0, permission.lastIndexOf('.')) : '*'
  return permission === '*' || permission === 'trilatch' ? [row] : [row, ...walk(rows, parent)]
}

beforeAll(muteWarnings)

describe(`The other questions, ${questions} questions for each property, seed ${seed}`, () => {
  it(
    'P10 can, decide, explain, assert and the one call of the authorizer give one answer',
    holds(givenArbitrary, { granted: 0.15, forbidden: 0.1, refused: 0.2 }, async ({ world, asked }, meet) => {
      const { access, authorizer } = await realWorld(world)
      const { roles, suspended = false } = world.subject
      for (const question of asked) {
        const decision = access.decide(...argumentsOf(question))
        const granted = access.can(...argumentsOf(question))
        expect(decision.state).toBe(granted ? 'granted' : 'forbidden')
        const explained = access.explain(...argumentsOf(question))
        expectSame(explained.decision, decision)
        expect(explained.needed.length).toBe(granted || decision.reason === 'unknown-permission' ? 0 : 1)
        const subject = { id: 'somebody', roles, suspended }
        expectSame(await authorizer.decide(subject, ...argumentsOf(question)), decision)
        const error = refusal(() => access.assert(...argumentsOf(question)))
        expect(error === undefined).toBe(granted)
        meet('granted', granted)
        meet('forbidden', decision.reason === 'forbidden')
        meet('refused', error instanceof Refusal)
      }
    }),
  )

  it(
    'P10 filter keeps, in order, the items on which can is true, also when it is asked again',
    holds(
      givenArbitrary,
      { 'kept some and dropped a name': 0.1, 'kept none': 0.1 },
      async ({ world, asked }, meet) => {
        const access = await accessOf(world)
        const proper = list.filter((item) => typeof item === 'string' && commonNames.includes(item))
        for (const { permission } of asked) {
          const kept = list.filter((item) => access.can(permission, item))
          expectSame(access.filter(permission, list), kept)
          expectSame(access.filter(permission, list), kept)
          expectSame(access.filter(permission, list, { nameOf: (item) => item }), kept)
          expectSame(
            access.filter(permission, list.slice(0, 12)),
            list.slice(0, 12).filter((item) => kept.includes(item)),
          )
          meet('kept none', kept.length === 0)
          meet('kept some and dropped a name', kept.length > 0 && proper.some((item) => !kept.includes(item)))
        }
      },
    ),
  )

  it(
    'P10 permissions() and contexts() say of every node what decide and canSome say, and which rules depend on a name',
    holds(
      givenArbitrary,
      { granted: 0.1, 'granted on some': 0.1, 'with contexts': 0.3 },
      async ({ world, asked }, meet) => {
        const access = await accessOf(world)
        const views = access.permissions()
        for (const { permission, state, reason, some, contexts } of views) {
          const decision = access.decide(permission)
          expectSame(
            { permission, state, reason, some, contexts },
            {
              permission,
              state: decision.state,
              reason: decision.reason,
              some: access.canSome(permission),
              contexts: access.contexts(permission),
            },
          )
        }
        expect(views.map(({ permission }) => permission)).toEqual(expect.arrayContaining([...world.nodes]))
        for (const { permission } of asked) {
          const view = views.find((one) => one.permission === permission)
          expect(view === undefined).toBe(access.decide(permission).reason === 'unknown-permission')
          meet('granted', view?.state === 'granted')
          meet('granted on some', view?.some === true && view.state === 'forbidden')
          meet('with contexts', (view?.contexts.length ?? 0) > 0)
        }
      },
    ),
  )

  it(
    'P10 The tree of a role shows what can says to somebody who holds that role alone',
    holds(
      givenArbitrary,
      { granted: 0.1, forbidden: 0.2, 'its own state': 0.15, 'a context beneath': 0.2 },
      async ({ world, asked, n }, meet) => {
        // Inherited roles are shown beside a tree, not in it; an administrator needs none.
        const roles = world.roles.map(({ id, rules }): Role => ({ id, rules }))
        const alone: World = { ...world, roles, switchedOff: false, subject: { roles: [] } }
        const { authorizer } = await realWorld(alone)
        const role = roles[n % roles.length] as Role
        const tree = await authorizer.roleTree(role.id)
        const access = await accessWith(authorizer, alone, { roles: [{ role: role.id }] })
        const rows = new Map(tree.rows.map((row) => [row.permission, row]))
        for (const { permission } of asked) {
          const row = rows.get(permission)
          expect(row === undefined).toBe(access.decide(permission).reason === 'unknown-permission')
          if (row === undefined) continue
          checkRow(access, row, walk(rows, permission))
          meet('granted', row.effective === 'granted')
          meet('forbidden', row.effective === 'forbidden')
          meet('its own state', row.state !== 'unspecified')
          meet('a context beneath', row.contexts.length > 0)
        }
      },
    ),
  )
})

/** Compares one row with checks by somebody who holds that role alone. */
function checkRow(access: Access, row: RoleTreeRow, above: readonly RoleTreeRow[]): void {
  const { permission, state, expected, effective, contexts } = row
  expect(effective).toBe(state === 'unspecified' ? expected : state)
  // Where no context speaks about a name, the effective state is the answer.
  const patterns = above.flatMap((one) => one.contexts.map(({ context }) => context))
  for (const name of [...commonNames, 'nobody/else'])
    if (!patterns.some((pattern) => naiveMatch(pattern, name)))
      expectSame(
        [permission, name, access.can(permission, name)],
        [permission, name, effective === 'granted'],
      )
  if (patterns.length === 0) expect(access.can(permission)).toBe(effective === 'granted')
  // A context without special characters is the most specific there can be.
  for (const { context } of contexts.filter((one) => /^[^*?[\\]+$/.test(one.context))) {
    const states = contexts.filter((one) => one.context === context).map((one) => one.state)
    expect(access.can(permission, context), `${permission} on ${context}`).toBe(!states.includes('forbidden'))
  }
}
