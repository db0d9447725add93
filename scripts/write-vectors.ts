// Writes test/vectors/vectors.json: the worked table, handmade traps, and minimised cases of every class.
// The same seed writes the same file: node scripts/write-vectors.ts
import { writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { caseArbitrary } from '../test/specification/arbitraries.ts'
import { classes, classify } from '../test/specification/classes.ts'
import type { Case } from '../test/specification/arbitraries.ts'
import type { Class } from '../test/specification/classes.ts'
import { globTraps } from '../test/vectors/glob-traps.ts'
import type { Handmade } from '../test/vectors/handmade.ts'
import { scopeTraps } from '../test/vectors/scope-traps.ts'
import { shrink, withFewNodes } from '../test/vectors/shrink.ts'
import { traps } from '../test/vectors/traps.ts'
import { isPortable, resourceOf, toVector, vectorsPath, writeVectors } from '../test/vectors/vector.ts'
import type { Vector } from '../test/vectors/vector.ts'
import { worked } from '../test/vectors/worked.ts'
import { makeBundleVectors } from '../test/bundles/make-vectors.ts'
import { bundleVectorsPath, writeBundleVectors } from '../test/bundles/vector.ts'

const seed = 20_261
const candidates = 30_000
/** Generated cases of each class, at most; a case of several classes counts for each. */
const wanted = 150
const longestLine = 1_200

function handmade({ title, world, permission, resource, reason }: Handmade): Vector {
  const vector = toVector(withFewNodes(world, permission), permission, resource, title)
  const question = JSON.stringify(vector.question)
  if (vector.expected.reason !== reason)
    throw new Error(
      `"${title}", ${question}: the specification says ${vector.expected.reason}, not ${reason}`,
    )
  return vector
}

const classesOf = (vector: Vector): ReadonlySet<Class> =>
  classify(vector, vector.question.permission, resourceOf(vector), vector.expected)

/** The vector with its roles and nodes numbered: two of the same shape show the same thing. */
function shapeOf({ nodes, roles, subject, switchedOff, question, expected }: Vector): string {
  const numbers = new Map([
    ...roles
      .map(({ id }) => id)
      .toSorted()
      .map((id, i) => [id, `role ${i}`] as const),
    ...nodes.toSorted().map((node, i) => [node, `node ${i}`] as const),
  ])
  const { state, reason, by } = expected
  return JSON.stringify(
    [nodes.toSorted(), roles, subject, switchedOff, question, state, reason, by],
    (_, value) => (typeof value === 'string' ? (numbers.get(value) ?? value) : value),
  )
}

const vectors = new Map<string, Vector>()
for (const one of [...worked.flat(), ...traps, ...scopeTraps, ...globTraps]) {
  const vector = handmade(one)
  vectors.set(JSON.stringify({ ...vector, title: '' }), vector)
}
const byHand = vectors.size

const count = new Map<Class, number>(classes.map((name) => [name, 0]))
const isWanted = (found: ReadonlySet<Class>): boolean =>
  [...found].some((name) => (count.get(name) ?? 0) < wanted)

function consider(given: Case): void {
  if (!isPortable(given)) return
  const before = toVector(given.world, given.permission, given.resource)
  if (!isWanted(classesOf(before))) return
  const { world, permission, resource } = shrink(given)
  const vector = toVector(world, permission, resource)
  const found = classesOf(vector)
  const shape = shapeOf(vector)
  if (vectors.has(shape) || JSON.stringify(vector).length > longestLine) return
  vectors.set(shape, vector)
  for (const name of found) count.set(name, (count.get(name) ?? 0) + 1)
}
for (const given of fc.sample(caseArbitrary, { seed, numRuns: candidates })) consider(given)

const text = writeVectors([...vectors.values()])
await writeFile(vectorsPath, text)
console.log(`${byHand} handmade, ${vectors.size - byHand} generated, ${(text.length / 1e3).toFixed(0)} kB`)
for (const [name, times] of count) console.log(`${String(times).padStart(6)}  ${name}`)

const bundles = await makeBundleVectors()
await writeFile(bundleVectorsPath, writeBundleVectors(bundles))
console.log(`${bundles.length} bundles`)
