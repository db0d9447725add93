import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Access, Decision } from '@trilatch/core'
import { caseArbitrary, commonNames, worldWithQuestions } from '../specification/arbitraries.ts'
import { classes, classify } from '../specification/classes.ts'
import { canSome, decide, filter } from '../specification/specification.ts'
import type { World } from '../specification/specification.ts'
import { realWorld } from './real.ts'

// The executable specification was written from the rule alone; here the real thing has to agree with it.
// Another seed, more cases, or several of them about each world: TRILATCH_SEED=… TRILATCH_CASES=… TRILATCH_QUESTIONS=… pnpm test
const cases = Number(process.env['TRILATCH_CASES'] ?? 20_000)
const questionsEach = Number(process.env['TRILATCH_QUESTIONS'] ?? 1)
const seed = Number(process.env['TRILATCH_SEED'] ?? Date.now() % 2_147_483_647)

type Resource = readonly [] | readonly [unknown]

/** What the specification also says of a decision. */
function comparable({ state, reason, by }: Pick<Decision, 'state' | 'reason' | 'by'>) {
  if (by === undefined) return { state, reason }
  const { role, node, scope, context } = by
  return { state, reason, by: { role, node, scope: scope ?? '', context: context ?? '' } }
}

/** Millions of comparisons: `expect` is asked only where they differ, and says how. */
function same(actual: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(actual, expected)) expect(actual).toStrictEqual(expected)
}

function check(
  world: World,
  access: Access,
  permission: string,
  resource: Resource,
): ReturnType<typeof decide> {
  const expected = decide(world, permission, ...resource)
  // Spread: `can(P)` and `can(P, undefined)` are different questions.
  const question = [permission, ...resource] as [string, string]
  const decision = access.decide(...question)
  same(comparable(decision), comparable(expected as Decision))
  same(access.can(...question), expected.state === 'granted')
  same(access.canSome(permission), canSome(world, permission))
  same(access.explain(...question).decision, decision)
  return expected
}

beforeAll(() => {
  // Worlds that are switched off warn, each one of them.
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
})

describe(`the real thing and the specification, ${cases} cases in ${Math.ceil(cases / questionsEach)} worlds, seed ${seed}`, () => {
  it('agree on decide, can, canSome and explain, and every class of answer is met often', async () => {
    const count = new Map(classes.map((name) => [name, 0]))
    let run = 0
    await fc.assert(
      fc.asyncProperty(worldWithQuestions(questionsEach), async ({ world, questions }) => {
        const { access } = await realWorld(world)
        for (const [i, { permission, resource }] of questions.entries()) {
          const answer = check(world, access, permission, resource)
          // All questions are drawn alike: one of each world tells which classes are met.
          if (i > 0) continue
          run++
          for (const name of classify(world, permission, resource, answer))
            count.set(name, (count.get(name) ?? 0) + 1)
        }
      }),
      { seed, numRuns: Math.ceil(cases / questionsEach) },
    )
    const rare = [...count].filter(([, times]) => times < run * 0.05)
    expect(rare, 'classes of answers met in fewer than 5 % of the cases').toEqual([])
  })

  it('agree on filter and on permissions()', async () => {
    await fc.assert(
      fc.asyncProperty(caseArbitrary, async ({ world, permission }) => {
        const { access } = await realWorld(world)
        const items = [...commonNames, '', 'a/', { name: 'x.x' }, { name: 3 }, null] as string[]
        expect(access.filter(permission, items)).toEqual(filter(world, permission, items))
        const views = access.permissions().filter((view) => world.nodes.includes(view.permission))
        expect(views.map((view) => [view.permission, view.state, view.reason, view.some]).toSorted()).toEqual(
          world.nodes
            .map((node) => {
              const { state, reason } = decide(world, node)
              return [node, state, reason, canSome(world, node)]
            })
            .toSorted(),
        )
      }),
      { seed, numRuns: Math.ceil(cases / questionsEach / 10) },
    )
  })
})
