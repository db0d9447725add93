// Random patterns of the dialect with names that lie near them.
import fc from 'fast-check'
import { isProperName } from '@trilatch/core'

const letters = ['a', 'b', 'c', '.', '-', '!', ']', '\u{1f600}', '\u{1f602}', '\u00e9']

const pieces = String.raw`
  a b c . / - ! ] / ** * /** **/ /**/ ? ?* *? *. .* [ab] [!a] [a-b] [b-c] []a] [!]a] [a-] [-a] [!-a] [a-b-c] [!!] [a!]
  \* \? \[ \] \\ \a \- \! ** *** a* *b # {a,b} +(a) !(a)
  ${'\u{1f600} [\u{1f600}] [!\u{1f600}] [\u{1f5ff}-\u{1f601}] [a-\u{1f601}] \\\u{1f600} \u00e9 [\u00e0-\u00ff]'}
`
const piece = fc.constantFrom(...pieces.trim().split(/\s+/))
const sign = fc.constantFrom(...letters, '/', '*', '?', '[', '\\', '**')

/** Patterns, some of which are not accepted. */
export const patternArbitrary: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.array(piece, { minLength: 1, maxLength: 6 }) },
    { weight: 1, arbitrary: fc.array(sign, { minLength: 1, maxLength: 8 }) },
  )
  .map((parts) => parts.join(''))

const anyName = fc
  .array(fc.constantFrom(...letters, '/', '*', '?', '[', '\\'), { minLength: 1, maxLength: 7 })
  .map((chars) => chars.join(''))

const fills = fc.constantFrom('', 'a', 'b', 'c', '.', '-', 'ab', '/', 'a/b', '!', ']', '\u{1f600}', '\u00e9')
const wildcard = /\[!?[^/][^\]/]*\]|\*\*\/|\*+|\?/gu

/** Names near a pattern: its wildcards replaced by what they may stand for, or by something else. */
const nearName = (pattern: string): fc.Arbitrary<string> =>
  fc.array(fills, { minLength: 8, maxLength: 8 }).map((stand) => {
    let at = 0
    return pattern.replaceAll(wildcard, () => stand[at++] ?? 'a').replaceAll(/\\(.)/gsu, '$1')
  })

/** A pattern that `accepts`, and a proper name. */
export function pairArbitrary(accepts: (pattern: string) => boolean): fc.Arbitrary<[string, string]> {
  return patternArbitrary.filter(accepts).chain((pattern) => {
    const name = fc
      .oneof({ weight: 1, arbitrary: anyName }, { weight: 3, arbitrary: nearName(pattern) })
      .map((text) => (isProperName(text) ? text : 'a'))
    return fc.tuple(fc.constant(pattern), name)
  })
}
