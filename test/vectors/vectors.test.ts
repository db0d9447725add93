import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { realWorld } from '../differential/real.ts'
import { classes, classify } from '../specification/classes.ts'
import { decide } from '../specification/specification.ts'
import { isPortable, readVectors, resourceOf, toVector, vectorsPath, writeVectors } from './vector.ts'
import type { Vector } from './vector.ts'
import { worked } from './worked.ts'

const { format, version, vectors } = readVectors()

/** How a vector is named when it fails. */
const nameOf = ({ title, question }: Vector, i: number): string =>
  `vector ${i}${title === undefined ? '' : ` (${title})`}, ${JSON.stringify(question)}`

beforeAll(() => {
  // Worlds that are switched off warn, and so do doubtful contexts, each one of them.
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
})

describe('The conformance vectors', () => {
  it('are answered by the product as they say', async () => {
    for (const [i, vector] of vectors.entries()) {
      const { access, authorizer } = await realWorld(vector)
      const question = [vector.question.permission, ...resourceOf(vector)] as [string, string]
      const { state, reason, by } = access.decide(...question)
      const { state: granted, reason: why, by: who } = vector.expected
      expect({ state, reason }, nameOf(vector, i)).toEqual({ state: granted, reason: why })
      const { role, scope, node, context } = by ?? {}
      expect({ role, scope, node, context }, nameOf(vector, i)).toEqual({
        role: who?.role,
        scope: who?.scope,
        node: who?.node,
        context: who?.context,
      })
      expect(access.can(...question), nameOf(vector, i)).toBe(granted === 'granted')
      await authorizer.close()
    }
  })

  it('are answered by the specification as they say', () => {
    for (const [i, vector] of vectors.entries()) {
      const answer = decide(vector, vector.question.permission, ...resourceOf(vector))
      expect(answer, nameOf(vector, i)).toEqual(vector.expected)
    }
  })

  it('are at least 1,000, all different, and at least 60 for each class of answers', () => {
    const count = new Map<string, number>(classes.map((name) => [name, 0]))
    for (const vector of vectors)
      for (const name of classify(vector, vector.question.permission, resourceOf(vector), vector.expected))
        count.set(name, (count.get(name) ?? 0) + 1)
    expect(vectors.length).toBeGreaterThanOrEqual(1_000)
    expect(new Set(vectors.map((vector) => JSON.stringify({ ...vector, title: '' }))).size).toBe(
      vectors.length,
    )
    expect([...count].filter(([, times]) => times < 60)).toEqual([])
  })

  it('include every row of the worked table', () => {
    expect(worked).toHaveLength(12)
    for (const { title, permission, resource, reason } of worked.flat()) {
      const found = vectors.filter(
        (vector) =>
          vector.title === title &&
          JSON.stringify(vector.question) ===
            JSON.stringify(toVector(vector, permission, resource).question) &&
          vector.expected.reason === reason,
      )
      expect(found, `${title}, ${permission}`).toHaveLength(1)
    }
  })

  it('stand in a file of the described format that every JSON reader can read', () => {
    const text = readFileSync(vectorsPath, 'utf8')
    expect([format, version]).toEqual(['trilatch-vectors', 1])
    expect(writeVectors(vectors) === text, 'one vector a line, as scripts/write-vectors.ts writes them').toBe(
      true,
    )
    expect(text.length).toBeLessThan(1_000_000)
    expect(vectors.every(isPortable)).toBe(true)
  })
})
