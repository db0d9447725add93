// What must not matter: how a policy is written down, in which order, how often, and under which names.
import fc from 'fast-check'
import { beforeAll, describe, it } from 'vitest'
import { createAuthorizer, memoryStore } from '@trilatch/core'
import { catalogueOf, realWorld } from '../differential/real.ts'
import { ruleArbitrary } from '../specification/arbitraries.ts'
import type { Role, Rule, World } from '../specification/specification.ts'
import { ask, expectSame, waysTo } from './answers.ts'
import { givenArbitrary, holds, questions, seed } from './property.ts'
import { countWays, interwoven, rearranged, renamed, renamingOf, repeated, withTwin } from './rewritten.ts'
import { accessOf, accessWith, muteWarnings } from './support.ts'

/** Half of the worlds with many ways of inheriting. */
const wovenArbitrary = fc
  .tuple(givenArbitrary, fc.boolean())
  .map(([given, isWoven]) => (isWoven ? { ...given, world: interwoven(given.world) } : given))

/** Whether there is another way, as short as this one, between the same two roles. */
function isOneOfSeveral(world: World, via: readonly string[]): boolean {
  const [from = '', to = ''] = [via[0], via.at(-1)]
  return via.length > 2 && countWays(world, from, to, via.length - 1) > 1
}

/** What a rule is limited to; empty for every resource. */
const limitOf = ({ context = '' }: Rule): string => (/^\*\*?$/.test(context) ? '' : context)

beforeAll(muteWarnings)

describe(`What must not matter, ${questions} questions for each property, seed ${seed}`, () => {
  it(
    'P1 The order of roles, of rules, of inherited roles and of assignments changes no answer',
    holds(
      wovenArbitrary,
      { reordered: 0.8, granted: 0.2, 'decided by a role': 0.4, 'several ways to a role': 0.01 },
      async ({ world, asked, n }, meet) => {
        const other = rearranged(world, n)
        const [access, otherAccess] = [await accessOf(world), await accessOf(other)]
        const isReordered = JSON.stringify(other) !== JSON.stringify(world)
        for (const question of asked) {
          const [answers, ways] = [ask(access, question), waysTo(access, question)]
          expectSame(ask(otherAccess, question), answers)
          expectSame(waysTo(otherAccess, question), ways)
          meet('reordered', isReordered)
          meet('granted', answers.can)
          meet('decided by a role', answers.decision.by !== undefined)
          const several = ways.some((via) => isOneOfSeveral(world, via))
          meet('several ways to a role', several)
        }
      },
    ),
  )

  it(
    'P4 A rule that is set to unspecified answers as one that was never written',
    holds(
      givenArbitrary.chain((given) => ruleArbitrary(given.world.nodes).map((drawn) => ({ ...given, drawn }))),
      { 'a rule was there': 0.4, 'it mattered': 0.05, 'another decides': 0.3 },
      async ({ world, asked, n, drawn }, meet) => {
        const role = world.roles[n % world.roles.length] as Role
        // A cell that has a rule, or one that most likely has none and is given one first.
        const own = n % 4 === 0 ? undefined : role.rules[n % role.rules.length]
        const cell = own ?? drawn
        const isCell = (rule: Rule): boolean =>
          rule.permission === cell.permission && limitOf(rule) === limitOf(cell)
        const without = world.roles.map((other) =>
          other === role ? { ...other, rules: other.rules.filter((rule) => !isCell(rule)) } : other,
        )
        const expected = await accessOf({ ...world, roles: without })

        const store = memoryStore({ roles: world.roles })
        const enabled = world.switchedOff !== true
        const authorizer = createAuthorizer({ permissions: catalogueOf(world), store, enabled })
        const manager = authorizer.manage('boss')
        if (own === undefined) await manager.setRule(role.id, cell, await manager.role(role.id))
        const before = await accessWith(authorizer, world)
        await manager.setRule(role.id, { ...cell, state: 'unspecified' }, await manager.role(role.id))
        const after = await accessWith(authorizer, world)
        for (const question of asked) {
          const answers = ask(expected, question)
          expectSame(ask(after, question), answers)
          meet('a rule was there', own !== undefined)
          meet('it mattered', JSON.stringify(ask(before, question)) !== JSON.stringify(answers))
          meet('another decides', answers.decision.by !== undefined)
        }
      },
    ),
  )

  it(
    'P5 Other names for roles, permissions and subject change nothing but the names in the answers',
    holds(
      givenArbitrary,
      { granted: 0.2, 'decided by a role': 0.4, 'a name of Object.prototype': 0.1 },
      async ({ world, asked, n }, meet) => {
        const renaming = renamingOf(world, n % 1_000_000)
        const other = renamed(world, renaming)
        const access = await accessOf(world)
        const { authorizer } = await realWorld(other)
        const otherAccess = await accessWith(authorizer, other, { id: `somebody-${n}` })
        for (const { permission, resource } of asked) {
          const { decision, ...answers } = ask(access, { permission, resource })
          const { by, ...rest } = decision
          const name = renaming.permission(permission)
          const { decision: otherDecision, ...otherAnswers } = ask(otherAccess, {
            permission: name,
            resource,
          })
          const { by: otherBy, ...otherRest } = otherDecision
          expectSame(otherAnswers, answers)
          expectSame(otherRest, { ...rest, permission: name, text: otherRest.text })
          expectSame(
            otherBy,
            by && {
              ...by,
              role: renaming.role(by.role),
              via: by.via.map(renaming.role),
              node: renaming.permission(by.node),
            },
          )
          meet('granted', answers.can)
          meet('decided by a role', by !== undefined)
          meet(
            'a name of Object.prototype',
            `${permission}.${by?.role}`.split('.').some((part) => part in {}),
          )
        }
      },
    ),
  )

  it(
    'P6 A rule, an inherited role or an assignment that is there twice counts once',
    holds(
      wovenArbitrary,
      { repeated: 0.9, granted: 0.2, 'decided by a role': 0.4 },
      async ({ world, asked, n }, meet) => {
        const other = repeated(world, n)
        const [access, otherAccess] = [await accessOf(world), await accessOf(other)]
        const isRepeated = JSON.stringify(other).length > JSON.stringify(world).length
        for (const question of asked) {
          const answers = ask(access, question)
          expectSame(ask(otherAccess, question), answers)
          expectSame(waysTo(otherAccess, question), waysTo(access, question))
          meet('repeated', isRepeated)
          meet('granted', answers.can)
          meet('decided by a role', answers.decision.by !== undefined)
        }
      },
    ),
  )

  it(
    'P6 A role that is there twice, under two names, and held as often, counts once',
    holds(givenArbitrary, { 'held twice': 0.5, granted: 0.2 }, async ({ world, asked, n }, meet) => {
      const other = withTwin(world, n)
      const [access, otherAccess] = [await accessOf(world), await accessOf(other)]
      for (const question of asked) {
        const answers = ask(access, question)
        // Which of the two is told as the one that decided depends on their names.
        const { by: _, ...decision } = answers.decision
        const { by: __, ...otherDecision } = ask(otherAccess, question).decision
        expectSame({ ...ask(otherAccess, question), decision: otherDecision }, { ...answers, decision })
        meet('held twice', other.subject.roles.length > world.subject.roles.length)
        meet('granted', answers.can)
      }
    }),
  )
})
