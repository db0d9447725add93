// Target 3: patterns and names, decided by the product and by matchers that were written from the text alone.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createAuthorizer, definePermissions, isProperName } from '@trilatch/core'
import { naiveMatch } from '../globs/naive-glob.ts'
import { pairArbitrary, patternArbitrary } from '../globs/pairs.ts'
import { patientMatch } from '../globs/patient-glob.ts'
import { isAccepted } from '../specification/specification.ts'
import { damaged } from './hostile.ts'
import { fuzzTarget } from './target.ts'
import type { FuzzTarget } from './target.ts'

interface Input {
  readonly pairs: readonly (readonly [pattern: string, name: string])[]
}

/** What design.md promises of any accepted context and any name. */
const limitMs = 5

/** Pieces that give an engine many ways to go wrong, and names that keep it from finding out soon. */
const piece = fc.constantFrom(...String.raw`* ** / **/ *a ? [!b] a *? /a/ b *a*b [a-z] aa* .* \*`.split(' '))
const hardPattern = fc.oneof(
  fc.array(piece, { minLength: 6, maxLength: 30 }).map((pieces) => pieces.join('')),
  fc
    .tuple(piece, piece, fc.integer({ min: 3, max: 16 }), piece)
    .map(([first, second, times, last]) => `${(first + second).repeat(times)}${last}`),
)
const unit = fc.constantFrom('a', 'ab', 'a/', 'aab', 'a/b/', 'aa/', 'b', '.', '\u{1f600}', '*', 'a/a/b/')
const hardName = fc
  .tuple(unit, unit, fc.integer({ min: 4, max: 1_024 }), fc.constantFrom('', 'a', 'b', 'c', '/b'))
  .map(([first, second, length, last]) =>
    `${first.repeat(Math.ceil(length / first.length / 2))}${second.repeat(Math.ceil(length / second.length / 2))}`
      .slice(0, length - last.length)
      .concat(last),
  )
const hardPair = fc
  .tuple(damaged(hardPattern, 1, piece).filter(isAccepted), hardName)
  .map(([pattern, name]): [string, string] => [pattern, isProperName(name) ? name : 'a/b'])
const nearPair = fc
  .tuple(damaged(patternArbitrary, 1, piece).filter(isAccepted), damaged(patternArbitrary, 1))
  .map(([pattern, name]): [string, string] => [pattern, isProperName(name) ? name : 'a'])

const permissions = definePermissions({ 'job.run': 'Run' })
const everything = { permission: 'job', state: 'granted' } as const

/** Whether the naive matcher, which tries one way after the other, can be waited for. */
const isShort = (pattern: string, name: string): boolean =>
  pattern.length <= 24 && name.length <= 16 && pattern.split('*').length <= 7

/** Whether a pattern matches, by the two matchers that know nothing of the product. */
function expected(pattern: string, name: string): boolean {
  const patient = pattern === '**' || patientMatch(pattern, name)
  if (isShort(pattern, name))
    assert.equal(patient, naiveMatch(pattern, name), 'the patient and the naive matcher')
  return patient
}

export const patternMatch: FuzzTarget = fuzzTarget<Input>({
  number: 3,
  title: 'patterns and names',
  inputs: fc.record({
    pairs: fc.oneof(
      { weight: 5, arbitrary: fc.array(pairArbitrary(isAccepted), { minLength: 1, maxLength: 6 }) },
      { weight: 2, arbitrary: fc.array(nearPair, { minLength: 1, maxLength: 6 }) },
      { weight: 2, arbitrary: fc.array(hardPair, { minLength: 1, maxLength: 4 }) },
      // More patterns than a short program has.
      { weight: 1, arbitrary: fc.array(pairArbitrary(isAccepted), { minLength: 13, maxLength: 18 }) },
    ),
  }),
  shares: { matches: 0.3, 'does not match': 0.3, 'a long name': 0.1, 'many patterns': 0.05 },
  check: async ({ pairs }, within) => {
    const kinds = new Set<string>()
    const patterns = [...new Set(pairs.map(([pattern]) => pattern))]
    const names = [...new Set(pairs.map(([, name]) => name))]
    const granted = patterns.map((context) => ({ ...everything, context }))
    const roles = [
      ...granted.map((rule, i) => ({ id: `${i}`, rules: [rule] })),
      { id: 'all', rules: granted },
      { id: 'everywhere', rules: [everything] },
    ]
    const authorizer = createAuthorizer({ permissions, roles, enabled: true })
    const holding = async (role: string, scope?: string) =>
      authorizer.access({ id: 'ann', roles: [{ role, ...(scope !== undefined && { scope }) }] })
    const all = await holding('all')
    for (const name of names) {
      const isLong = name.length > 100
      let isMatched = false
      for (const [i, pattern] of patterns.entries()) {
        const matches = expected(pattern, name)
        isMatched ||= matches
        const shown = `${JSON.stringify(pattern)} on ${JSON.stringify(name)}`
        const [byContext, byScope] = [await holding(`${i}`), await holding('everywhere', pattern)]
        const decide = (): boolean => byScope.can('job.run', name)
        assert.equal(within(limitMs, shown, decide), matches, `scope ${shown}`)
        assert.equal(byContext.can('job.run', name), matches, `context ${shown}`)
        kinds.add(matches ? 'matches' : 'does not match')
      }
      assert.equal(all.can('job.run', name), isMatched, `all patterns on ${JSON.stringify(name)}`)
      if (isLong) kinds.add('a long name')
    }
    if (patterns.length > 12) kinds.add('many patterns')
    return kinds
  },
})
