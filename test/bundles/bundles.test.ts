// Bundles say what the rule says: to a process that finds one, and to a reader that knows nothing but the bundle.
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { can, canSome, decide, filter } from '../specification/specification.ts'
import { worldWithQuestions } from '../specification/arbitraries.ts'
import { seed } from '../properties/property.ts'
import { realWorld } from '../differential/real.ts'
import { bundledWorld } from './bundled.ts'
import { asBundled, isAnswered, makeBundleVectors } from './make-vectors.ts'
import { properName } from './names.ts'
import { answerFrom } from './reader.ts'
import { bundleVectorsPath, readBundleVectors, writeBundleVectors } from './vector.ts'

const worlds = Number(process.env['TRILATCH_CASES'] ?? 100)

beforeAll(() => {
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
})

describe('Decision bundles', () => {
  it(`say what the rule says: to who made it, to who finds it, and to a reader of the bundle alone (seed ${seed})`, async () => {
    let depended = 0
    await fc.assert(
      fc.asyncProperty(worldWithQuestions(10), async ({ world: given, questions }) => {
        const world = { ...given, switchedOff: false }
        const { access, second, bundle } = await bundledWorld(world)
        const whole = (await realWorld(world)).access
        const plain = asBundled(world)
        const names = questions.flatMap(({ resource }) =>
          typeof resource[0] === 'string' ? [resource[0]] : [],
        )
        for (const { permission, resource } of questions) {
          const wanted = decide(world, permission, ...resource)
          const question = [permission, ...resource] as [string, string]
          for (const one of [access, second]) {
            expect(one.can(...question)).toBe(wanted.state === 'granted')
            expect(one.explain(...question)).toEqual({
              ...whole.explain(...question),
              decision: { ...whole.decide(...question), version: 'v1' },
            })
            expect(one.canSome(permission)).toBe(canSome(world, permission))
            expect(one.filter(permission, names)).toEqual(filter(world, permission, names))
            expect(one.contexts(permission)).toEqual(whole.contexts(permission))
          }
          const alone = decide(plain, permission, ...resource)
          const read = answerFrom(bundle, permission, resource)
          expect(read).toEqual({ state: alone.state, reason: alone.reason })
          const entry = bundle.permissions.find((one) => one.permission === permission)
          if (entry === undefined) continue
          expect(entry.some).toBe(canSome(plain, permission))
          if (entry.named === 'depends') depended++
          else
            for (const name of names) {
              if (properName(name) === undefined) continue
              expect(can(plain, permission, name)).toBe(entry.named === 'granted')
            }
        }
        expect(second.permissions()).toEqual(whole.permissions())
      }),
      { seed, numRuns: worlds },
    )
    expect(depended).toBeGreaterThan(worlds)
  }, 120_000)

  it('have conformance vectors, which a reader of the bundle alone answers as they say', () => {
    const { vectors } = readBundleVectors()
    for (const [i, { bundle, questions }] of vectors.entries())
      for (const question of questions)
        expect(isAnswered(bundle, question), `vector ${i}: ${JSON.stringify(question)}`).toBe(true)
    const all = vectors.flatMap(({ questions }) => questions)
    expect(vectors.length).toBeGreaterThanOrEqual(20)
    expect(all.length).toBeGreaterThanOrEqual(150)
    for (const reason of [
      'granted',
      'forbidden',
      'nothing-granted',
      'improper-resource',
      'unknown-permission',
    ])
      expect(
        all.some((question) => question.reason === reason),
        reason,
      ).toBe(true)
  })

  it('and their vectors are those that the product makes today: pnpm vectors', async () => {
    expect(readFileSync(bundleVectorsPath, 'utf8')).toBe(writeBundleVectors(await makeBundleVectors()))
  })
})
