import fc from 'fast-check'
import { Minimatch } from 'minimatch'
import { describe, expect, test, vi } from 'vitest'
import { parseContext } from '../../src/context/context.ts'
import { isProperName } from '../../src/context/proper-name.ts'
import { scanContext } from '../../src/context/scan-context.ts'

vi.setConfig({ testTimeout: 60_000 })

/** The options as docs/rule.md means them, on purpose not those of the source. */
const pinned = {
  dot: true,
  nonegate: true,
  nocomment: true,
  nobrace: true,
  noext: true,
  platform: 'linux',
  optimizationLevel: 0,
  preserveMultipleSlashes: true,
} as const

const text = (alphabet: string, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength: 1, maxLength })

const pieces = String.raw`
  a b . / * ** /** **/ ? [ab] [!a] [a-b] []a] [!-a] \* \? \[ \\ \a ] - ! !( # {a,b} +(a)
`
const piece = fc.constantFrom(...pieces.trim().split(/\s+/))
const pattern = fc
  .oneof(
    text('ab/.*?[]-!\\', 8),
    fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('')),
  )
  .filter((candidate) => scanContext(candidate).fault === undefined)

const name = text('ab/.*?[]-!\\', 7).filter(isProperName)

/** Names near a pattern: its wildcards replaced by something they might stand for. */
const near = (of: string): fc.Arbitrary<string> =>
  fc.infiniteStream(fc.constantFrom('', 'a', 'b', '.', 'ab', 'a/b', '/', '!', '-')).map((fill) => {
    const filled = of.replaceAll(/\[[^\]]+\]|\*+|\?/g, () => fill.next().value ?? '')
    const plain = filled.replaceAll(/\\(.)/g, '$1')
    return isProperName(plain) ? plain : 'a'
  })

const pair = pattern.chain((of) => fc.tuple(fc.constant(of), fc.oneof(name, near(of))))

/** What the shortcuts and the engine say, side by side. */
function compare([of, on]: readonly [string, string]): { ours: boolean; theirs: boolean; kind: string } {
  const context = parseContext(of)
  const theirs = context === undefined || new Minimatch(of, pinned).match(on)
  return { ours: context?.matches(on) ?? true, theirs, kind: context?.kind ?? 'everything' }
}

describe('every shape of accepted context', () => {
  test('matches a proper name exactly when minimatch 11 with the pinned options does', () => {
    const met = new Map<string, number>()
    fc.assert(
      fc.property(pair, (both) => {
        const { ours, theirs, kind } = compare(both)
        const key = `${kind} ${ours}`
        met.set(key, (met.get(key) ?? 0) + 1)
        expect(ours).toBe(theirs)
      }),
      { numRuns: 20_000 },
    )
    // The comparison is worth something only where each shape was seen to match and not to match.
    for (const kind of ['name', 'prefix', 'subtree', 'glob']) {
      expect(met.get(`${kind} true`) ?? 0, `${kind} that matches`).toBeGreaterThan(20)
      expect(met.get(`${kind} false`) ?? 0, `${kind} that does not match`).toBeGreaterThan(20)
    }
  })

  test('agrees on every name of up to four characters, for the shapes that are not run', () => {
    const letters = ['a', 'b', '.', '/', '*', '\\', '[', ']', '!']
    const grow = (list: readonly string[]): string[] => list.flatMap((t) => letters.map((l) => t + l))
    const names = [letters, grow(letters), grow(grow(letters)), grow(grow(grow(letters)))]
      .flat()
      .filter(isProperName)
    const shapes = ['a', '.a', '!a', '[a', 'a]', 'a\\*', '\\[a', 'a*', '.*', '/*', 'a/*', '!*', ']*', 'a/.*']
    for (const of of [...shapes, '/**', 'a/**', './**', '!/**', '/a/**', 'a.*', '..*'].filter(
      (shape) => scanContext(shape).fault === undefined,
    )) {
      const wrong = names.filter((on) => compare([of, on]).ours !== compare([of, on]).theirs)
      expect(wrong, `in ${of}`).toEqual([])
    }
  })

  test('"*" and "**", stored as no context, differ from minimatch only where "*" stops at "/"', () => {
    fc.assert(
      fc.property(name, (on) => {
        expect(new Minimatch('**', pinned).match(on)).toBe(true)
        if (!on.includes('/')) expect(new Minimatch('*', pinned).match(on)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })
})
