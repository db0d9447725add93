// What several roles make of each other: nothing but the union of what they grant.
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { realWorld } from '../differential/real.ts'
import { ruleArbitrary, scopeArbitrary } from '../specification/arbitraries.ts'
import type { Rule, State, World } from '../specification/specification.ts'
import { ask, argumentsOf, expectSame, items } from './answers.ts'
import { givenArbitrary, holds, questions, seed } from './property.ts'
import type { Given } from './property.ts'
import { accessOf, accessWith, muteWarnings } from './support.ts'

/** A world, and a role to be added to what its subject holds. */
interface WithNewRole extends Given {
  readonly rules: readonly Rule[]
  readonly scope: string | undefined
}

const withNewRole: fc.Arbitrary<WithNewRole> = givenArbitrary.chain((given) =>
  fc
    .tuple(fc.array(ruleArbitrary(given.world.nodes), { minLength: 1, maxLength: 6 }), scopeArbitrary)
    .map(([rules, scope]) => ({ ...given, rules, scope })),
)

/** The world whose subject also holds a new role, all of whose rules say the same. */
function withRoleThat(state: State, { world, n, rules, scope }: WithNewRole): World {
  const role = `${n % 2 === 0 ? 'A' : 'z'}-new`
  const [before, after] = [world.subject.roles.slice(0, n % 3), world.subject.roles.slice(n % 3)]
  const held = { role, ...(scope !== undefined && { scope }) }
  return {
    ...world,
    roles: [...world.roles, { id: role, rules: rules.map((rule) => ({ ...rule, state })) }],
    subject: { ...world.subject, roles: [...before, held, ...after] },
  }
}

beforeAll(muteWarnings)

describe(`What roles make of each other, ${questions} questions for each property, seed ${seed}`, () => {
  it(
    'P2 What somebody may who holds several roles is what they may who hold one of them, and no more',
    holds(
      givenArbitrary,
      { granted: 0.15, forbidden: 0.1, 'granted by one and not by another': 0.1 },
      async ({ world, asked }, meet) => {
        const { access, authorizer } = await realWorld(world)
        const each = await Promise.all(
          world.subject.roles.map((held) => accessWith(authorizer, world, { roles: [held] })),
        )
        // A subject without roles is suspended, switched off or forbidden all the same.
        if (each.length === 0) each.push(await accessWith(authorizer, world, { roles: [] }))
        for (const question of asked) {
          const { can, canSome, filtered, decision } = ask(access, question)
          const alone = each.map((one) => ask(one, question))
          expect(can).toBe(alone.some((one) => one.can))
          expect(canSome).toBe(alone.some((one) => one.canSome))
          expectSame(
            filtered,
            items.filter((item) => alone.some((one) => one.filtered.includes(item))),
          )
          meet('granted', can)
          meet('forbidden', decision.reason === 'forbidden')
          meet('granted by one and not by another', can && alone.some((one) => !one.can))
        }
      },
    ),
  )

  it(
    'P3 Holding one more role that only grants takes nothing away',
    holds(
      withNewRole,
      { 'granted before': 0.2, 'granted by the new role alone': 0.05 },
      async (given, meet) => {
        const [access, more] = [await accessOf(given.world), await accessOf(withRoleThat('granted', given))]
        for (const question of given.asked) {
          const [before, after] = [ask(access, question), ask(more, question)]
          if (before.can) expect(after.can, question.permission).toBe(true)
          if (before.canSome) expect(after.canSome, question.permission).toBe(true)
          expect(after.filtered).toEqual(expect.arrayContaining([...before.filtered]))
          meet('granted before', before.can)
          meet('granted by the new role alone', after.can && !before.can)
        }
      },
    ),
  )

  it(
    'P3 Holding one more role that only forbids takes nothing away and gives nothing',
    holds(
      withNewRole,
      {
        'granted before': 0.2,
        'granted, and forbidden by the new role': 0.05,
        'forbidden by the new role': 0.1,
      },
      async (given, meet) => {
        const other = withRoleThat('forbidden', given)
        const { access: more, authorizer } = await realWorld(other)
        const access = await accessOf(given.world)
        const roles = other.subject.roles.filter(({ role }) => role.endsWith('-new'))
        const alone = await accessWith(authorizer, other, { roles })
        for (const question of given.asked) {
          const { decision: before, ...answers } = ask(access, question)
          const { decision: after, ...otherAnswers } = ask(more, question)
          expectSame(otherAnswers, answers)
          expect(after.state).toBe(before.state)
          const isForbidden = alone.decide(...argumentsOf(question)).reason === 'forbidden'
          meet('granted before', answers.can)
          meet('forbidden by the new role', isForbidden)
          meet('granted, and forbidden by the new role', answers.can && isForbidden)
        }
      },
    ),
  )
})
