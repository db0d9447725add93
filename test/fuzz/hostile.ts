// Texts that have broken parsers, and random damage to texts that are right.
import fc from 'fast-check'

/** Names that objects have already, and others that somebody may take for something else. */
export const hostileWords: readonly string[] = [
  '__proto__ constructor prototype toString hasOwnProperty valueOf then null undefined NaN'.split(' '),
  'true false 0 -1 1e309 0x10 * ** . .. / // \\ [ ] { } ( ) ! # & % ? ~ - --- ... <<'.split(' '),
  'trilatch Trilatch trilatch. .trilatch trilatch.roles trilatchx'.split(' '),
  ['', ' ', '\t', '\n', '\r\n', '\u0000', '\u001b', '\u0085', '\u2028', '\ufeff', '\ud800', '\udfff'],
  ['\u{1f600}', '\u0430', 'e\u0301', '\u200b', '\u202e', '\uff0e', '\u2024', '\u017f', '\u0130'],
].flat()

/** Any units of UTF-16, whether they make sense or not. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof(fc.nat(0xff), fc.nat(0xffff)), { maxLength: 12 })
  .map((units) => String.fromCharCode(...units))

export const hostileWord: fc.Arbitrary<string> = fc.constantFrom(...hostileWords)

type Damage = (text: string, at: number, length: number, word: string) => string

const damages: readonly Damage[] = [
  // Something put in, taken out, put in the place of something, doubled, repeated often, cut off, turned round.
  (text, at, _, word) => text.slice(0, at) + word + text.slice(at),
  (text, at, length) => text.slice(0, at) + text.slice(at + length),
  (text, at, length, word) => text.slice(0, at) + word + text.slice(at + length),
  (text, at, length) => text.slice(0, at + length) + text.slice(at),
  (text, at, length, word) => text.slice(0, at) + word.repeat(1 + ((length * 5) % 40)) + text.slice(at),
  (text, at) => text.slice(0, at),
  (text, at, length) =>
    text.slice(0, at) +
    Array.from(text.slice(at, at + length))
      .toReversed()
      .join('') +
    text.slice(at + length),
]

/**
 * A text with up to so many random damages; often with none.
 *
 * @param words What is put in; hostile words by default.
 */
export function damaged(
  texts: fc.Arbitrary<string>,
  most = 3,
  words: fc.Arbitrary<string> = hostileWord,
): fc.Arbitrary<string> {
  const damage = fc.tuple(fc.nat(damages.length - 1), fc.nat(0xffff), fc.integer({ min: 1, max: 8 }), words)
  return fc
    .tuple(texts, fc.array(damage, { maxLength: most }))
    .map(([text, list]) =>
      list.reduce(
        (so, [kind, at, length, word]) => (damages[kind] as Damage)(so, at % (so.length + 1), length, word),
        text,
      ),
    )
}
