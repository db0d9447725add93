import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareSpecificity, parseContext } from '../../src/context/context.ts'

const sign = (a: string | undefined, b: string | undefined): number =>
  Math.sign(compareSpecificity(parseContext(a), parseContext(b)))

describe('the order of contexts', () => {
  test.each<[string, string | undefined, string]>([
    ['x', 'aaaa*', 'no special character beats any pattern, however long'],
    ['x', '\\xyz', 'an escape is a special character'],
    ['sales.secret.*', 'sales.*', 'more literal characters come first'],
    ['aa*', 'b?**?*', 'wildcards do not count'],
    ['ab?', '[abcdefgh]b', 'a class has no literal characters'],
    ['a\\**', 'a*', 'an escaped character counts'],
    ['?', undefined, 'every resource comes last'],
    ['a', '**', 'every resource comes last, however it is written'],
    ['***', '*', 'three stars are a pattern'],
  ])('%j before %j: %s', (first, second) => {
    expect(sign(first, second)).toBe(-1)
    expect(sign(second, first)).toBe(1)
  })

  test.each<[string | undefined, string, string]>([
    ['*.x', 'x.*', 'two patterns with as many literal characters'],
    ['a', 'bcd', 'two names, which never match the same'],
    ['a\\*', 'ab*', 'an escaped character counts as one'],
    ['\u{1f600}*', 'a*', 'a character outside the basic plane counts as one'],
    ['a?', '*a', 'any wildcard is as good as another'],
    [undefined, '**', 'every resource'],
  ])('%j and %j are equally specific: %s', (a, b) => {
    expect(sign(a, b)).toBe(0)
    expect(sign(b, a)).toBe(0)
  })

  test('is a total preorder', () => {
    const text = fc.constantFrom(
      undefined,
      ...String.raw`a bb * a* ?b \a a\* ab* *.* [ab]c *** a/**`.split(' '),
    )
    fc.assert(
      fc.property(text, text, text, (a, b, c) => {
        expect(sign(a, b)).toBe(sign(b, a) === 0 ? 0 : -sign(b, a))
        if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0)
      }),
      { numRuns: 2_000 },
    )
  })
})
