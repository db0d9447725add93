import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { patternArbitrary } from '../../../../test/globs/pairs.ts'
import { parseContext } from '../../src/context/context.ts'
import type { Context } from '../../src/context/context.ts'
import { isProperName } from '../../src/context/proper-name.ts'
import { scanContext } from '../../src/context/scan-context.ts'
import { CannotProve, representativeNames } from '../../src/giving/representative-names.ts'

const contextsOf = (...texts: readonly string[]): Context[] =>
  texts.flatMap((text) => parseContext(text) ?? [])
const namesOf = (...texts: readonly string[]): readonly string[] =>
  representativeNames(contextsOf(...texts), { left: 1_000_000 })

/** Which of the contexts match, as a text. */
const matchedBy = (contexts: readonly Context[], name: string): string =>
  contexts.map((context) => Number(context.matches(name))).join('')

/** Every proper name of at most so many of these characters. */
function allNames(characters: readonly string[], length: number): string[] {
  let last = ['']
  const all: string[] = []
  for (let i = 0; i < length; i++) {
    last = last.flatMap((begin) => characters.map((char) => begin + char))
    all.push(...last)
  }
  return all.filter((name) => isProperName(name))
}

describe('Representative names', () => {
  it('of nothing are one name: all names are alike', () => {
    expect(namesOf()).toEqual(['a'])
  })

  it('say of patterns that overlap what is in one, in the other, in both and in none', () => {
    const contexts = contextsOf('sales.*', '*.eu')
    const names = representativeNames(contexts, { left: 1_000_000 })
    expect(names.map((name) => [name, matchedBy(contexts, name)])).toEqual([
      ['a', '00'],
      ['.eu', '01'],
      ['sales.', '10'],
      ['sales.eu', '11'],
    ])
  })

  it.each([
    ['a name that a context names exactly', ['sales.eu'], ['a', 'sales.eu']],
    ['an escaped name', [String.raw`a\*b`], ['a', 'a*b']],
    ['another name where the first one is named exactly', ['a'], ['a', 'b']],
    ['no other name where a pattern leaves none', ['a', 'b', '[ab]'], ['a', 'b', 'c']],
    ['one without a slash and one with', ['*/*'], ['a', 'a/a']],
    ['segments', ['a/**', 'a/*'], ['a', 'a/a', 'a/a/a']],
    ['a leading slash', ['/a'], ['a', '/a']],
    ['a leading slash before any segments', ['**/b', 'b'], ['a', 'b', '/b']],
    ['no name for what no name matches', ['a*', '!a*', 'b'], ['b', 'a', 'c', '!a']],
    ['characters beyond the basic plane', ['[\u{1f5ff}-\u{1f601}]'], ['a', '\u{1f5ff}']],
  ])('are %s', (_what, texts, expected) => {
    expect(namesOf(...texts).toSorted()).toEqual(expected.toSorted())
  })

  it('are found among a thousand exact names without a search for each', () => {
    const texts = Array.from({ length: 1_000 }, (_, i) => `design.${i}`)
    const contexts = contextsOf(...texts, 'design.*')
    expect(representativeNames(contexts, { left: 100_000 })).toHaveLength(1_002)
  })

  it('are not found where the patterns have too many combinations: that is said, and soon', () => {
    const contexts = contextsOf('*a???????????????', '*b??????????????')
    expect(() => representativeNames(contexts, { left: 1_000_000 })).toThrow(CannotProve)
  })

  it('cost more of the budget the more patterns have to be read for each', () => {
    const some = (count: number): Context[] => contextsOf(...Array.from({ length: count }, () => 'a*'))
    expect(representativeNames(some(1), { left: 1_000 })).toEqual(['a', 'b'])
    expect(() => representativeNames(some(100), { left: 1_000 })).toThrow(CannotProve)
  })

  it('are not looked for among more characters than can be told apart in time', () => {
    const odd = Array.from({ length: 20 }, (_, i) =>
      Array.from({ length: 100 }, (_, j) => String.fromCodePoint(0x4e00 + 100 * i + j)).join(''),
    )
    expect(() =>
      representativeNames(contextsOf(...odd.map((text) => `${text}*`)), { left: 1_000_000 }),
    ).toThrow(CannotProve)
  })

  it('stand for all names: whatever contexts a name matches, one of them matches the same', () => {
    const characters = ['a', 'b', '.', '/', '*', '\u{1f600}']
    const all = allNames(characters, 4)
    const accepted = patternArbitrary.filter((text) => scanContext(text).fault === undefined)
    fc.assert(
      fc.property(fc.array(accepted, { maxLength: 4 }), (texts) => {
        const contexts = contextsOf(...texts)
        let names: readonly string[]
        try {
          names = representativeNames(contexts, { left: 3_000_000 })
        } catch (error) {
          expect(error).toBeInstanceOf(CannotProve)
          return
        }
        expect(names.filter((name) => !isProperName(name))).toEqual([])
        const told = new Set(names.map((name) => matchedBy(contexts, name)))
        for (const name of all)
          if (!told.has(matchedBy(contexts, name))) expect.fail(`nothing stands for ${name}`)
      }),
      { numRuns: Number(process.env['TRILATCH_CASES'] ?? 300), ...seedOf() },
    )
  })
})

function seedOf(): { seed?: number } {
  const seed = process.env['TRILATCH_SEED']
  return seed === undefined ? {} : { seed: Number(seed) }
}
