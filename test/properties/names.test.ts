// What is asked without a resource, and what is asked with one.
import { beforeAll, describe, expect, it } from 'vitest'
import { commonNames } from '../specification/arbitraries.ts'
import { canSome } from '../specification/specification.ts'
import { argumentsOf } from './answers.ts'
import { givenArbitrary, holds, questions, seed } from './property.ts'
import { accessOf, muteWarnings } from './support.ts'

beforeAll(muteWarnings)

describe(`Questions with and without a resource, ${questions} for each property, seed ${seed}`, () => {
  it(
    'P12 What is granted on any name is granted on some: canSome never says no then',
    holds(
      givenArbitrary,
      { 'granted on a name': 0.2, 'granted on a name and not on all': 0.1, 'granted on none': 0.2 },
      async ({ world, asked }, meet) => {
        const access = await accessOf(world)
        for (const question of asked) {
          const { permission } = question
          const names = commonNames.filter((name) => access.can(permission, name))
          const granted = names.length > 0 || access.can(...argumentsOf(question))
          if (granted) expect(access.canSome(permission)).toBe(true)
          meet('granted on a name', granted)
          meet('granted on a name and not on all', granted && !access.can(permission))
          meet('granted on none', !granted && !access.canSome(permission))
        }
      },
    ),
  )

  it(
    'P12 canSome says what section 2.5 of the design says',
    holds(
      givenArbitrary,
      { yes: 0.3, no: 0.2, 'yes, though not without a resource': 0.1 },
      async ({ world, asked }, meet) => {
        const access = await accessOf(world)
        for (const { permission } of asked) {
          const some = access.canSome(permission)
          expect(some).toBe(canSome(world, permission))
          meet(some ? 'yes' : 'no')
          meet('yes, though not without a resource', some && !access.can(permission))
        }
      },
    ),
  )

  it(
    'P12 What is granted without a resource is granted on every name',
    holds(givenArbitrary, { 'granted without a resource': 0.1 }, async ({ world, asked }, meet) => {
      const access = await accessOf(world)
      for (const question of asked) {
        const { permission } = question
        const everywhere = access.can(permission)
        if (everywhere) {
          expect(access.filter(permission, commonNames)).toEqual(commonNames)
          const { reason } = access.decide(...argumentsOf(question))
          if (reason !== 'improper-resource') expect(access.can(...argumentsOf(question))).toBe(true)
        }
        meet('granted without a resource', everywhere)
      }
    }),
  )
})
