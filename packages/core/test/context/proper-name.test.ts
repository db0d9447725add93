import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { isProperName, resourceName } from '../../src/context/proper-name.ts'

vi.setConfig({ testTimeout: 60_000 })

const emoji = '\u{1f600}'

const proper = [
  ['a', 'finance.month_over_month', 'a/b/c', '/a', '/a/b', '.hidden', '...', 'a/.b', '..a', 'a..', 'a/...'],
  [' ', ' a ', 'a b', '*', '**', 'a?', '[a]', '\\', 'a\\b', '!a', '#a', '{a}', '__proto__', 'constructor'],
  ['é', 'e\u0301', '\u0430', '\u200b', '\ufeff', '\u2028', '\u00a0', '\uffff', emoji],
  ['a'.repeat(1_024), emoji.repeat(512), `${'a/'.repeat(511)}ab`],
].flat()

const improper = [
  ['', '.', '..', './a', '../a', 'a/.', 'a/..', 'a/./b', 'a/../b', '/.', '/..'],
  ['/', '//', '//a', 'a//b', 'a/', '/a/', 'a//', '///'],
  ['\u0000', 'a\u0000', 'a\nb', '\t', 'a\u001f', '\u007f', 'a\u0080', '\u0085', 'a\u009f'],
  ['\ud800', 'a\udc00', '\udc00\ud800', `a${emoji.charAt(0)}`],
  ['a'.repeat(1_025), emoji.repeat(513), `${emoji.repeat(512)}a`],
].flat()

describe('a proper name', () => {
  test.each(proper)('%j is one', (name) => {
    expect(isProperName(name)).toBe(true)
    expect(resourceName(name)).toBe(name)
    expect(resourceName({ name })).toBe(name)
  })

  test.each(improper)('%j is none', (name) => {
    expect(isProperName(name)).toBe(false)
    expect(resourceName(name)).toBeUndefined()
    expect(resourceName({ name })).toBeUndefined()
  })

  test('is what the definition says, for any string', () => {
    const unit = fc.constantFrom(
      'a',
      '.',
      '/',
      '\u0000',
      '\u001f',
      ' ',
      '~',
      '\u007f',
      '\u009f',
      '\u00a0',
      '\ud800',
      emoji,
    )
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit, maxLength: 6 }), fc.string({ unit: 'binary' })), (text) => {
        const defined =
          text.length >= 1 &&
          text.length <= 1_024 &&
          text.isWellFormed() &&
          !/\p{Cc}/u.test(text) &&
          !text.split('/').some((segment) => segment === '.' || segment === '..') &&
          !text.includes('//') &&
          !text.endsWith('/')
        expect(isProperName(text)).toBe(defined)
      }),
      { numRuns: 20_000 },
    )
  })
})

describe('the name of a resource', () => {
  test('may come from a prototype, as for instances of a class', () => {
    class Design {
      get name(): string {
        return 'finance.a'
      }
    }
    expect(resourceName(new Design())).toBe('finance.a')
    expect(resourceName(Object.create({ name: 'b' }))).toBe('b')
  })

  test('is read once, so that it cannot change between the check and the use', () => {
    let reads = 0
    const shifty = {
      get name(): string {
        return ++reads === 1 ? 'first' : 'second'
      },
    }
    expect(resourceName(shifty)).toBe('first')
    expect(reads).toBe(1)
  })

  const thrower = (): never => {
    throw new Error('no')
  }
  const revoked = Proxy.revocable({ name: 'a' }, {})
  revoked.revoke()

  test.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['NaN', Number.NaN],
    ['a bigint', 7n],
    ['true', true],
    ['a symbol', Symbol('a')],
    ['an array of a name', ['a']],
    ['an empty array', []],
    ['a function, which has a name', function named() {}],
    ['a class, which has a name', Map],
    ['a String object', Object('a')],
    ['an object without a name', {}],
    ['an object without a prototype', Object.create(null)],
    ['a name that is a String object', { name: Object('a') }],
    ['a name that is an array', { name: ['a'] }],
    ['a name that is an object', { name: { name: 'a' } }],
    ['a name that is a symbol', { name: Symbol('a') }],
    ['a name that is a number', { name: 7 }],
    ['a name with toString', { name: { toString: () => 'a' } }],
    ['an object with toString', { toString: () => 'a', [Symbol.toPrimitive]: () => 'a' }],
    [
      'a getter that throws',
      {
        get name(): string {
          return thrower()
        },
      },
    ],
    ['a proxy that throws', new Proxy({ name: 'a' }, { get: thrower })],
    ['a proxy of a function', new Proxy(function a() {}, {})],
    ['a revoked proxy', revoked.proxy],
    ['a Map with the key', new Map([['name', 'a']])],
    ['a promise of a name', Promise.resolve('a')],
  ])('is missing from %s, and nothing throws', (_, resource) => {
    expect(resourceName(resource)).toBeUndefined()
  })
})
