import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { parseContext } from '../../src/context/context.ts'
import { isProperName } from '../../src/context/proper-name.ts'
import { scanContext } from '../../src/context/scan-context.ts'

vi.setConfig({ testTimeout: 60_000 })

const decidesWithin = 5
const refusesWithin = 50

/** The least of several tries: what the work costs when nothing else gets in between. */
function leastMilliseconds(work: () => unknown, tries = 5): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < tries; i++) {
    const start = performance.now()
    work()
    least = Math.min(least, performance.now() - start)
  }
  return least
}

// Patterns that made older engines hang, and their relatives within 16 wildcards and 256 characters.
const patterns = [
  `${'*a'.repeat(5)}*b`,
  `${'*a'.repeat(15)}*b`,
  '*a'.repeat(16),
  `${'*'.repeat(100)}b`,
  `${'*?'.repeat(8)}b`,
  `${'*[a-z]'.repeat(5)}0`,
  `${'*[!b]'.repeat(8)}b`,
  '*(a|a)b',
  '+(+(a)*)b',
  `${'**/a/'.repeat(15)}**/b`,
  `${'**/*a/'.repeat(8)}b`,
  `${'**/'.repeat(15)}b`,
  `${'**/?*/'.repeat(5)}b`,
  `${'*/'.repeat(15)}b`,
  `${'{a,b}'.repeat(20)}*`,
  `*${'{'.repeat(200)}`,
  `${'?*'.repeat(8)}${'a'.repeat(200)}`,
  `${'a'.repeat(200)}*b`,
  '[a-z]*'.repeat(8),
  `**/${'[!/x]'.replace('/', '')}*/**/b`,
]

const names = [
  'a'.repeat(200),
  'a'.repeat(1_024),
  `${'a'.repeat(1_023)}b`,
  `${'a/'.repeat(511)}a`,
  `${'a/'.repeat(511)}b`,
  `${'ab'.repeat(500)}c`,
  `${'aa/'.repeat(340)}c`,
  `${'\u{1f600}'.repeat(511)}b`,
  `${'{a,b}'.repeat(200)}x`,
  `${'./'.repeat(100).replaceAll('.', '...')}b`,
]

describe('time', () => {
  test('every hostile pattern is one that is accepted, every name proper', () => {
    expect(patterns.filter((text) => scanContext(text).fault !== undefined)).toEqual([])
    expect(names.filter((name) => !isProperName(name))).toEqual([])
  })

  test.each(patterns)('%s decides every hostile name within 5 ms', (text) => {
    const context = parseContext(text)
    for (const name of names) {
      const took = leastMilliseconds(() => context?.matches(name))
      expect(took, `on ${name.slice(0, 20)}… of ${name.length}`).toBeLessThan(decidesWithin)
    }
  })

  test('any accepted context is read, and decides any proper name, within 5 ms', () => {
    const piece = fc.constantFrom('*', '**', '/', '**/', '*a', '?', '[!b]', 'a', '*?', '/a/', 'b', '*a*b')
    const pattern = fc.array(piece, { minLength: 8, maxLength: 40 }).map((pieces) => pieces.join(''))
    const repeated = fc
      .tuple(fc.constantFrom('a', 'ab', 'a/', 'aab', 'a/b/', 'aa/'), fc.constantFrom('a', 'b', 'c'))
      .map(([unit, last]) => unit.repeat(Math.floor(1_000 / unit.length)) + last)
    fc.assert(
      fc.property(
        pattern.filter((text) => scanContext(text).fault === undefined),
        repeated,
        (text, name) => {
          expect(leastMilliseconds(() => parseContext(text)?.matches(name), 4)).toBeLessThan(decidesWithin)
        },
      ),
      { numRuns: 1_000 },
    )
  })

  test.each([
    ['stars', '*'.repeat(65_536)],
    ['open classes', '['.repeat(65_536)],
    ['backslashes', '\\'.repeat(65_536)],
    ['slashes', '/'.repeat(65_536)],
    ['dots and slashes', './'.repeat(32_768)],
    ['emoji', '\u{1f600}'.repeat(32_768)],
    ['lone surrogates', '\ud800'.repeat(65_536)],
    ['braces', '{a,b}'.repeat(13_107)],
    ['a mixture', '*[a-z]?\\*/**/'.repeat(5_000)],
  ])('64 KB of %s are refused within 50 ms', (_, text) => {
    expect(() => parseContext(text)).toThrow(
      expect.objectContaining({
        code: 'TRILATCH_CONTEXT_INVALID',
        message: expect.stringMatching(/it is longer than 256 characters \(at position \d+\)$/),
      }),
    )
    const took = leastMilliseconds(() => {
      try {
        parseContext(text)
      } catch {}
    })
    expect(took).toBeLessThan(refusesWithin)
  })

  test('a name of 64 KB is improper at once', () => {
    const name = 'a'.repeat(65_536)
    expect(isProperName(name)).toBe(false)
    expect(leastMilliseconds(() => isProperName(name))).toBeLessThan(1)
  })
})
