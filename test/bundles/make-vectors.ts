// Makes the conformance vectors of bundles: the same seed gives the same ones.
import fc from 'fast-check'
import { worldWithQuestions } from '../specification/arbitraries.ts'
import type { Question } from '../specification/arbitraries.ts'
import { decide } from '../specification/specification.ts'
import type { World } from '../specification/specification.ts'
import { isPortable } from '../vectors/vector.ts'
import { bundledWorld } from './bundled.ts'
import { answerFrom } from './reader.ts'
import type { BundleQuestion, BundleVector } from './vector.ts'

const seed = 20_262
const [worlds, asked, kept] = [400, 40, 24]
/** The longest bundle that is taken, in characters. */
const longest = 9_000

/** The world as a bundle knows it: suspension and the switch are not in it. */
export const asBundled = ({ nodes, roles, subject }: World): World => ({
  nodes,
  roles,
  subject: { roles: subject.roles },
})

function questionOf(world: World, { permission, resource }: Question): BundleQuestion {
  const { state, reason } = decide(world, permission, ...resource)
  return { permission, ...(resource.length > 0 && { resource: resource[0] }), state, reason }
}

export async function makeBundleVectors(): Promise<readonly BundleVector[]> {
  const vectors: BundleVector[] = []
  for (const given of fc.sample(worldWithQuestions(asked), { seed, numRuns: worlds })) {
    if (vectors.length === kept) break
    const world = asBundled(given.world)
    const questions = given.questions.filter((question) => isPortable(question.resource.slice(0, 1)))
    const { bundle } = await bundledWorld(world)
    const plain = bundle.holdings.length > 0 && isPortable(bundle)
    if (!plain || JSON.stringify(bundle).length > longest) continue
    // Of questions that are answered alike, one: what is asked about and how it comes to its answer.
    const different = new Map<string, BundleQuestion>()
    for (const question of questions) {
      const { named = '' } = bundle.permissions.find((one) => one.permission === question.permission) ?? {}
      const answered = questionOf(world, question)
      different.set(`${named} ${answered.reason} ${'resource' in answered}`, answered)
    }
    if (!different.has('depends granted true')) continue
    vectors.push({ bundle, questions: [...different.values()] })
  }
  return vectors
}

/** Whether the reader gives the answer of a vector. */
export const isAnswered = (bundle: BundleVector['bundle'], question: BundleQuestion): boolean => {
  const resource = 'resource' in question ? ([question.resource] as const) : ([] as const)
  const { state, reason } = answerFrom(bundle, question.permission, resource)
  return state === question.state && reason === question.reason
}
