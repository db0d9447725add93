// What may be kept in a vault: where, what, for how long and counted by how much. Bounds are inside.
import { describe, expect, it } from 'vitest'
import { checkCountBy, checkTtl, entryId, valueText } from '../../src/store/vault-place.ts'
import type { VaultPlace } from '../../src/store/vault.ts'
import { thrown } from '../authorizer/support.ts'

/** That a call throws a TypeError that says this. */
function refuses(call: () => unknown, message: string): void {
  const error = thrown(call)
  expect(error).toBeInstanceOf(TypeError)
  expect(error).toMatchObject({ message })
}

describe('The place of an entry', () => {
  it('is one text, also at the bounds', () => {
    const longest = { kind: `k${'-'.repeat(31)}`, key: 'k'.repeat(1_024) }
    expect(entryId({ kind: 'note', key: 'a:b' })).toBe('note:a:b')
    expect(entryId(longest)).toBe(`${longest.kind}:${longest.key}`)
  })

  it.each(['', 'Note', '1st', '-a', 'no:te', 'note ', `k${'-'.repeat(32)}`, ['note'], 5, undefined])(
    'has no kind like %j',
    (kind) => {
      refuses(
        () => entryId({ kind, key: 'a' } as VaultPlace),
        'The kind of an entry must be 1 to 32 of the characters a-z 0-9 -, beginning with a letter',
      )
    },
  )

  it.each(['', 'k'.repeat(1_025), '\ud800', ['a'], 5, undefined])('has no key like %j', (key) => {
    refuses(
      () => entryId({ kind: 'note', key } as VaultPlace),
      'The key of an entry must be 1 to 1024 characters of well-formed text',
    )
  })
})

describe('The time an entry is kept for', () => {
  it.each([1, 60_000, 34_560_000_000])('may be %d ms', (ttlMs) => {
    expect(checkTtl(ttlMs)).toBe(ttlMs)
  })

  it.each([0, -1, 1.5, 34_560_000_001, Infinity, Number.NaN, '60000' as never])('is not %j ms', (ttlMs) => {
    refuses(() => checkTtl(ttlMs), 'An entry is kept for 1 to 34560000000 whole milliseconds')
  })
})

describe('What is counted', () => {
  it.each([0, 1, 1_000_000])('may be %d', (by) => {
    expect(checkCountBy(by)).toBe(by)
  })

  it.each([-1, 0.5, 1_000_001, Infinity, Number.NaN, '1' as never])('is not %j', (by) => {
    refuses(() => checkCountBy(by), 'What is counted must be a whole number from 0 to 1000000')
  })
})

describe('The value of an entry', () => {
  it('is kept as JSON of at most 16,384 characters', () => {
    expect(valueText({ value: { list: [1, null] } })).toBe('{"list":[1,null]}')
    expect(valueText({ value: null })).toBe('null')
    expect(valueText({ value: 'v'.repeat(16_382) })).toHaveLength(16_384)
  })

  it.each([['v'.repeat(16_383)], [undefined], [() => 1], [Symbol('v')]])('is nothing else', (value) => {
    refuses(() => valueText({ value }), 'The value of an entry must be JSON of at most 16384 characters')
  })
})
