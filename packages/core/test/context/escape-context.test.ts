import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { escapeContext, parseContext } from '../../src/context/context.ts'
import { isProperName } from '../../src/context/proper-name.ts'

vi.setConfig({ testTimeout: 60_000 })

const unit = fc.constantFrom(...'ab.*?[]-!\\/{}(#^'.split(''), '\u{1f600}', 'é', ' ')
const proper = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ unit, minLength: 1, maxLength: 8 }) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 100 }) },
  )
  .filter(isProperName)

describe('escapeContext', () => {
  test.each([
    ['finance.a', 'finance.a'],
    ['a*b', 'a\\*b'],
    ['a?b', 'a\\?b'],
    ['[a]', '\\[a\\]'],
    ['a\\b', 'a\\\\b'],
    ['!a#{b}(c)', '!a#{b}(c)'],
    ['*', '\\*'],
    ['**', '\\*\\*'],
  ])('%j becomes %j', (name, escaped) => {
    expect(escapeContext(name)).toBe(escaped)
  })

  test('matches exactly its text', () => {
    fc.assert(
      fc.property(proper, fc.array(proper, { maxLength: 5 }), (name, others) => {
        const context = parseContext(escapeContext(name))
        expect(context?.matches(name)).toBe(true)
        for (const other of [...others, `${name}x`, `x${name}`, name.slice(1), name.replaceAll('*', 'x')]) {
          expect(context?.matches(other)).toBe(other === name)
        }
      }),
      { numRuns: 5_000 },
    )
  })

  test.each([
    ['', 'Cannot use context "": it is empty; leave the context out to mean every resource (at position 0)'],
    ['a/', 'Cannot use context "a/": no name has an empty segment here (at position 2)'],
    ['a/..', 'Cannot use context "a/..": no name has a segment ".." (at position 2)'],
    ['a\n', 'Cannot use context "a\\n": it contains a control character (at position 1)'],
  ])('%j is no name that a context can match', (name, message) => {
    expect(() => escapeContext(name)).toThrow(
      expect.objectContaining({ code: 'TRILATCH_CONTEXT_INVALID', message }),
    )
  })

  test('a name that is too long once escaped is refused, not cut', () => {
    expect(escapeContext('a'.repeat(256))).toHaveLength(256)
    expect(() => escapeContext('*'.repeat(129))).toThrow(
      /it is longer than 256 characters \(at position 256\)$/,
    )
  })

  test.each([undefined, null, 7, ['a']])('%o is no name: TypeError', (name) => {
    expect(() => escapeContext(name as unknown as string)).toThrow(new TypeError('A name must be a string'))
  })
})
