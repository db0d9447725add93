import { describe, expect, test } from 'vitest'
import { scanContext } from '../../src/context/scan-context.ts'

const emoji = '\u{1f600}'
const unclosed = 'the class is not closed with "]"'
const backwards = 'the range in the class runs backwards'
const noPlace = (char: string): string => `${JSON.stringify(char)} has no place in a class`
const noSegment = (segment: string): string => `no name has a segment "${segment}"`
const emptySegment = 'no name has an empty segment here'
const tooLong = 'it is longer than 256 characters'
const tooWild = 'it has more than 16 wildcards'
const control = 'it contains a control character'

/** What is refused: the text, the position of the fault in UTF-16 units, and what is said of it. */
const refused: readonly (readonly [text: string, position: number, message: string])[] = [
  ['', 0, 'it is empty; leave the context out to mean every resource'],
  ['a'.repeat(257), 256, tooLong],
  [`${'a'.repeat(256)}*`, 256, tooLong],
  ['a'.repeat(100_000), 256, tooLong],
  ['?'.repeat(17), 16, tooWild],
  ['*a'.repeat(17), 32, tooWild],
  [`${'*/'.repeat(15)}?[ab`, 31, unclosed],
  ['\u0000', 0, control],
  ['a\nb', 1, control],
  ['ab\u007f', 2, control],
  ['abc\u0085*', 3, control],
  ['[\t]', 1, control],
  ['[', 0, unclosed],
  ['x[', 1, unclosed],
  ['x.[abc', 2, unclosed],
  ['[]', 0, unclosed],
  ['[]a', 0, unclosed],
  ['[!]', 0, unclosed],
  ['a[b/c]', 1, unclosed],
  ['a[!/]', 1, unclosed],
  ['[a\\]]', 2, noPlace('\\')],
  ['[[]', 1, noPlace('[')],
  ['x[a[b]', 3, noPlace('[')],
  ['[[:alpha:]]', 1, noPlace('[')],
  ['[a:]', 2, noPlace(':')],
  ['[.]', 1, noPlace('.')],
  ['[a=]', 2, noPlace('=')],
  ['[^a]', 1, noPlace('^')],
  ['[a^]', 2, noPlace('^')],
  ['[!^]', 2, noPlace('^')],
  ['[b-a]', 1, backwards],
  ['x/[a-cz-y]', 6, backwards],
  ['\\', 0, 'it ends in "\\", which escapes nothing'],
  ['a*\\\\\\', 4, 'it ends in "\\", which escapes nothing'],
  ['a\\/b', 1, '"/" separates segments and cannot be escaped'],
  ['.', 0, noSegment('.')],
  ['..', 0, noSegment('..')],
  ['./a', 0, noSegment('.')],
  ['a/../*', 2, noSegment('..')],
  ['*/.', 2, noSegment('.')],
  ['a/\\.', 2, noSegment('.')],
  ['a/\\.\\.', 2, noSegment('..')],
  ['a/.\\./b', 2, noSegment('..')],
  ['/', 1, emptySegment],
  ['//a', 1, emptySegment],
  ['a//b', 2, emptySegment],
  ['a/', 2, emptySegment],
  ['**/', 3, emptySegment],
  ['a/**//b', 5, emptySegment],
]

const accepted: readonly string[] = [
  'a',
  'finance.*',
  'a'.repeat(256),
  emoji.repeat(256),
  '?'.repeat(16),
  '*a'.repeat(16),
  `${'**/'.repeat(15)}**`,
  '[ab]'.repeat(16),
  '*'.repeat(200),
  '/a',
  '/**',
  '...',
  '.a',
  'a.',
  '..a/b..',
  '[]a]',
  '[!]a]',
  '[a-]',
  '[-a]',
  '[a-a]',
  '[!a-z]',
  '[a!#{(,|*?]',
  `[${emoji}-\u{1f64f}]`,
  'a]',
  ']',
  'a-b',
  '!a',
  '#a',
  '{a,b}',
  '+(a|b)',
  'a b ',
  '\\*',
  '\\\\',
  '\\a',
  `\\${emoji}`,
]

describe('a context that cannot be accepted', () => {
  test.each(refused)('%j is refused at position %i: %s', (text, position, message) => {
    expect(scanContext(text).fault).toEqual({ message, position })
  })

  test.each(['\ud800', 'ab\ud800', 'a*\udc00b'])(
    'ill-formed Unicode is refused where it stands: %j',
    (text) => {
      expect(scanContext(text).fault).toEqual({
        message: 'it is not well-formed Unicode',
        position: text.search(/\p{Surrogate}/u),
      })
    },
  )

  test('the position is counted in UTF-16 units when characters take two of them', () => {
    expect(scanContext(`${emoji}[`).fault).toEqual({ message: unclosed, position: 2 })
    expect(scanContext(`[${emoji}:]`).fault).toEqual({ message: noPlace(':'), position: 3 })
    expect(scanContext(`${emoji}/..`).fault).toEqual({ message: noSegment('..'), position: 3 })
    expect(scanContext(`\\${emoji}\\`).fault?.position).toBe(3)
  })

  test('the position of a reversed range is its first character, also where that takes two units', () => {
    expect(scanContext(`[${emoji}-a]`).fault).toEqual({ message: backwards, position: 1 })
  })

  test('the position of too long a text is the 257th character, also where characters take two units', () => {
    expect(scanContext(`${emoji}${'a'.repeat(256)}`).fault).toEqual({ message: tooLong, position: 257 })
    expect(scanContext(emoji.repeat(257)).fault).toEqual({ message: tooLong, position: 512 })
  })

  test('nothing is counted for it', () => {
    expect(scanContext('ab*[')).toMatchObject({ literals: 0, wildcards: 0, escapes: 0 })
  })
})

describe('a context that is accepted', () => {
  test.each(accepted)('%j has no fault and no warning', (text) => {
    const { fault, warnings } = scanContext(text)
    expect(fault).toBeUndefined()
    // Two hundred stars are accepted, but not silently.
    expect(warnings).toHaveLength(text.startsWith('***') ? 1 : 0)
  })

  test.each([
    ['abc', 3, 0, 0],
    ['finance.*', 8, 1, 0],
    ['a?b[cd]e*', 3, 3, 0],
    ['a\\*b', 3, 0, 1],
    ['\\a\\\\', 2, 0, 2],
    ['a/**', 2, 1, 0],
    ['a****b', 2, 1, 0],
    [`${emoji}*\\${emoji}`, 2, 1, 1],
    // The last character of one unit: what follows it counts, too.
    ['\uffff*\\\uffff*', 2, 2, 1],
    ['[]a]]', 1, 1, 0],
    ['!#{(.)}', 7, 0, 0],
  ])('%j counts %i literal characters, %i wildcards and %i escapes', (text, literals, wildcards, escapes) => {
    expect(scanContext(text)).toMatchObject({ literals, wildcards, escapes })
  })
})

describe('a context that is accepted with a warning', () => {
  const partial = '"**" spans segments only as a whole segment; here it means "*"'
  test.each([
    ['***', 0, '"***" means the same as "*"'],
    ['a/****', 2, '"****" means the same as "*"'],
    ['a**', 1, partial],
    ['**a', 0, partial],
    ['a/**b/c', 2, partial],
    ['a/b**/c', 3, partial],
    ['\\***', 2, partial],
  ])('%j is warned about at position %i: %s', (text, position, message) => {
    const { fault, warnings } = scanContext(text)
    expect(fault).toBeUndefined()
    expect(warnings).toEqual([{ message, position }])
  })

  test('every place is warned about', () => {
    expect(scanContext('a**/***/b**').warnings.map(({ position }) => position)).toEqual([1, 4, 9])
  })

  test.each(['**/a', 'a/**', 'a/**/b', '**/**', '/**', '[**]', '\\**'])('%j earns none', (text) => {
    expect(scanContext(text)).toMatchObject({ warnings: [] })
    expect(scanContext(text).fault).toBeUndefined()
  })
})
