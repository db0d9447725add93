import { describe, expect, test } from 'vitest'
import { meansEveryResource, parseContext } from '../../src/context/context.ts'
import type { Context } from '../../src/context/context.ts'
import { TrilatchError } from '../../src/errors.ts'

function context(text: string): Context {
  const parsed = parseContext(text)
  if (parsed === undefined) throw new Error(`${text} means every resource`)
  return parsed
}

function faultOf(act: () => unknown): unknown {
  try {
    act()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

describe('every resource', () => {
  test.each([undefined, '*', '**'])('%j is no context', (text) => {
    expect(parseContext(text)).toBeUndefined()
    expect(meansEveryResource(text)).toBe(true)
  })

  test.each(['***', '*/*', '**/*', '?*', '', '\\*'])('%j is not the same as every resource', (text) => {
    expect(meansEveryResource(text)).toBe(false)
  })

  test('"***" matches what "*" would within one segment', () => {
    expect(context('***').matches('a.b')).toBe(true)
    expect(context('***').matches('a/b')).toBe(false)
  })
})

describe('a refusal', () => {
  test('names the context, the fault and its position, with the code for contexts', () => {
    const error = faultOf(() => parseContext('ab[c'))
    expect(error).toBeInstanceOf(TrilatchError)
    expect(error).toMatchObject({
      code: 'TRILATCH_CONTEXT_INVALID',
      message: 'Cannot use context "ab[c": the class is not closed with "]" (at position 2)',
    })
  })

  test('shows only the beginning of a long context', () => {
    expect(faultOf(() => parseContext('x'.repeat(65_536)))).toMatchObject({
      code: 'TRILATCH_CONTEXT_INVALID',
      message: `Cannot use context "${'x'.repeat(80)}…": it is longer than 256 characters (at position 256)`,
    })
  })

  test.each([null, 7, ['a'], {}, Symbol('a'), Object('a')])(
    '%o is no text: TypeError, nothing coerced',
    (value) => {
      const error = faultOf(() => parseContext(value as string))
      expect(error).toBeInstanceOf(TypeError)
      expect(error).toHaveProperty('message', 'A context must be a string')
    },
  )
})

describe('matching', () => {
  test.each([
    ['finance.*', 'finance.month_over_month', true],
    ['finance.*', 'finance.a.b', true],
    ['finance.*', 'finance.', true],
    ['finance.*', 'finance', false],
    ['finance.*', 'xfinance.a', false],
    ['finance.*', 'finance.a/b', false],
    ['finance.*', 'Finance.a', false],
    ['finance.a', 'finance.a', true],
    ['finance.a', 'finance.ab', false],
    ['finance.a', 'FINANCE.A', false],
    ['a/*', 'a/b', true],
    ['a/*', 'a/b/c', false],
    ['a/*', 'a', false],
    ['a/**', 'a/b', true],
    ['a/**', 'a/b/c', true],
    ['a/**', 'ab/c', false],
    ['a/**/d', 'a/d', true],
    ['a/**/d', 'a/b/c/d', true],
    ['a/**/d', 'a/b/c', false],
    ['**/d', 'd', true],
    ['**/d', 'a/b/d', true],
    ['**/d', 'xd', false],
    ['a**', 'a.b', true],
    ['a**', 'ab/c', false],
    ['?', 'a', true],
    ['?', '/a', false],
    ['a?b', 'a/b', false],
    ['a?b', 'ab', false],
    ['[a-c].x', 'b.x', true],
    ['[a-c].x', 'd.x', false],
    ['[!a-c].x', 'd.x', true],
    ['[!a-c].x', 'a.x', false],
    ['[]a]', ']', true],
    ['[a-]', '-', true],
    ['a[!b]c', 'a/c', false],
    ['*', '.hidden', true],
    ['a/*', 'a/.hidden', true],
    ['a/**', 'a/.hidden/.b', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['a\\*b*', 'a*bc', true],
    ['a\\*b*', 'axbc', false],
    ['\\a\\\\', 'a\\', true],
    ['a\\?b', 'axb', false],
    ['a\\[b]', 'a[b]', true],
  ])('%j on %j: %j', (pattern, name, expected) => {
    expect(parseContext(pattern)?.matches(name) ?? true).toBe(expected)
  })

  test.each([
    '!a',
    '!(a)',
    '#a',
    '{a,b}',
    '{1..3}',
    '(a|b)',
    '+(a)',
    '@(a)',
    'a.b',
    ']',
    '^a$',
    '~',
    'a|b',
    '...',
  ])('%j has nothing special: it matches itself and nothing else', (text) => {
    const plain = context(text)
    expect(plain).toMatchObject({ plain: true, kind: 'name', literal: text })
    expect(plain.matches(text)).toBe(true)
    for (const other of ['a', 'b', 'aa', 'axb', '1', '2', `${text}x`, `x${text}`]) {
      expect(plain.matches(other)).toBe(false)
    }
  })

  test.each([
    ['!a*', '!ab', 'b'],
    ['#*', '#ab', 'ab'],
    ['{a,b}*', '{a,b}c', 'ac'],
    ['+(a)*', '+(a)b', 'aab'],
    ['?(a)', 'x(a)', 'a'],
    ['*(a|b)', 'x(a|b)', 'ab'],
  ])('%j matches %j and not %j: beside wildcards these are plain too', (pattern, inside, outside) => {
    expect(context(pattern).matches(inside)).toBe(true)
    expect(context(pattern).matches(outside)).toBe(false)
  })

  test.each([
    ['abc', 'name', 'abc'],
    ['a\\*', 'name', 'a*'],
    ['a.*', 'prefix', 'a.'],
    ['a/**', 'subtree', 'a/'],
    ['a.**', 'glob', 'a.'],
    ['a*b', 'glob', 'a'],
    ['a?', 'glob', 'a'],
    ['a\\**', 'glob', 'a'],
    ['[ab]', 'glob', ''],
  ])('%j is found as a %s beginning with %j', (text, kind, literal) => {
    expect(context(text)).toMatchObject({ text, kind, literal })
  })

  test('a context is frozen', () => {
    expect(Object.isFrozen(context('a.*'))).toBe(true)
  })
})
