// What a context is found by without being run: its kind, and the plain text it begins or ends with.
import { describe, expect, it } from 'vitest'
import { parseContext } from '../../src/context/context.ts'
import { scanContext } from '../../src/context/scan-context.ts'
import { thrown } from '../authorizer/support.ts'

describe('A context', () => {
  it.each([
    ['a/b', 'name', 'a/b', ''],
    [String.raw`a\*`, 'name', 'a*', ''],
    ['a.*', 'prefix', 'a.', ''],
    ['a/*', 'prefix', 'a/', ''],
    ['a/**', 'subtree', 'a/', ''],
    ['a**', 'glob', 'a', ''],
    ['*.draft', 'glob', '', '.draft'],
    ['a*b', 'glob', 'a', 'b'],
    ['a?bc', 'glob', 'a', 'bc'],
    ['a[bc]de', 'glob', 'a', 'de'],
    [String.raw`a*\?b`, 'glob', 'a', 'b'],
    ['**/a', 'glob', '', 'a'],
    ['**/a/b', 'glob', '', 'a/b'],
    ['a*/b', 'glob', 'a', 'b'],
    ['a*x/b', 'glob', 'a', 'x/b'],
  ])('%s is a %s that begins with %j and ends with %j', (text, kind, literal, end) => {
    expect(parseContext(text)).toMatchObject({ kind, literal, end })
  })

  it.each([7, null, {}, ['a']])('is a text, not %j', (text) => {
    expect(() => parseContext(text as never)).toThrow(new TypeError('A context must be a string'))
  })

  it('is shown in messages up to its 80th character', () => {
    const shown = (text: string) => (thrown(() => parseContext(text)) as Error).message
    const fault = 'no name has an empty segment here (at position 2)'
    expect(shown('a//'.padEnd(80, 'x'))).toBe(`Cannot use context "a//${'x'.repeat(77)}": ${fault}`)
    expect(shown('a//'.padEnd(81, 'x'))).toBe(`Cannot use context "a//${'x'.repeat(77)}…": ${fault}`)
  })
})

describe('The position of a reversed range', () => {
  it.each([
    ['[\uffff-a]', 1],
    ['[\u{10000}-a]', 1],
    ['[xb-a]', 2],
  ])('is its first character: %j', (text, position) => {
    expect(scanContext(text).fault).toEqual({ message: 'the range in the class runs backwards', position })
  })
})
