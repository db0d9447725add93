import { describe, expect, it } from 'vitest'
import type { Range } from '../../src/giving/characters.ts'
import { placesOf, rangesOf, takes } from '../../src/giving/pattern-places.ts'
import type { Place } from '../../src/giving/pattern-places.ts'
import { codesOf } from './reading.ts'

const rangesIn = (...texts: readonly string[]): readonly Range[] =>
  texts.map((text) => [codesOf(text)[0] as number, codesOf(text).at(-1) as number])
/** One of some characters: each a text of the first and the last of a range, or of one. */
const one = (...texts: readonly string[]): Place => ({
  kind: 'one',
  test: { ranges: rangesIn(...texts), negated: false },
})
/** None of them. */
const none = (...texts: readonly string[]): Place => ({
  kind: 'one',
  test: { ranges: rangesIn(...texts), negated: true },
})
const [some, slash, segments, rest] = (['some', 'slash', 'segments', 'rest'] as const).map((kind): Place => ({
  kind,
})) as [Place, Place, Place, Place]

describe('The places of a context', () => {
  it.each([
    ['ab', [one('a'), one('b')]],
    ['\u{1f600}', [one('\u{1f600}')]],
    ['a/b', [one('a'), slash, one('b')]],
    ['/a', [slash, one('a')]],
    ['?', [none()]],
    [String.raw`\*\\`, [one('*'), one('\\')]],
    ['*', [none(), some]],
    ['***', [none(), some]],
    ['a*', [one('a'), some]],
    ['a**b', [one('a'), some, one('b')]],
    ['a****', [one('a'), some]],
    ['*a*', [some, one('a'), some]],
    ['**', [rest]],
    ['a/**', [one('a'), slash, rest]],
    ['**/a', [segments, one('a')]],
    ['a/**/***/b', [one('a'), slash, segments, none(), some, slash, one('b')]],
  ])('%s are known', (text, expected) => {
    expect(placesOf(text)).toEqual(expected)
  })

  it.each([
    ['[abc]', [one('a', 'b', 'c')]],
    ['[a-c]', [one('ac')]],
    ['[!a-cx]', [none('ac', 'x')]],
    ['[a!]', [one('a', '!')]],
    ['[!!]', [none('!')]],
    ['[a-]', [one('a', '-')]],
    ['[-a]', [one('-', 'a')]],
    ['[--a]', [one('-a')]],
    ['[a-c-b]', [one('ac', '-', 'b')]],
    ['[]a]b', [one(']', 'a'), one('b')]],
    ['[!]a]b', [none(']', 'a'), one('b')]],
    ['[!a]b]', [none('a'), one('b'), one(']')]],
    ['x[a]b]', [one('x'), one('a'), one('b'), one(']')]],
    ['[?*]', [one('?', '*')]],
    ['[\u{1f600}-\u{1f602}]', [one('\u{1f600}\u{1f602}')]],
  ])('of classes, as in %s, are known', (text, expected) => {
    expect(placesOf(text)).toEqual(expected)
  })

  it('tell the ranges of their characters apart, and nothing where they take any', () => {
    expect(Array.from(rangesOf(placesOf('a*?/[b-dx]/**/[!z]')))).toEqual(rangesIn('a', 'bd', 'x', 'z'))
  })
})

describe('A place', () => {
  it.each([
    ['a range', { ranges: rangesIn('bd', 'x'), negated: false }, 'bcdx'],
    ['what is not in it', { ranges: rangesIn('bd', 'x'), negated: true }, 'aewyz'],
    ['anything', { ranges: [], negated: true }, 'abcdewxyz'],
  ])('takes %s', (_what, test, taken) => {
    expect(Array.from('abcdewxyz', (char) => takes(test, char.codePointAt(0) as number))).toEqual(
      Array.from('abcdewxyz', (char) => taken.includes(char)),
    )
  })
})
