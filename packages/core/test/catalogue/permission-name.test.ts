import { describe, expect, test } from 'vitest'
import { definePermissions } from '../../src/catalogue/define-permissions.ts'
import type { PermissionDefinitions } from '../../src/catalogue/permissions.ts'
import { TrilatchError } from '../../src/errors.ts'

const define = (definitions: Record<string, unknown>): unknown =>
  definePermissions(definitions as PermissionDefinitions)

function messageOf(definitions: Record<string, unknown>): string {
  try {
    define(definitions)
  } catch (error) {
    expect(error).toBeInstanceOf(TrilatchError)
    expect(error).toHaveProperty('code', 'TRILATCH_PERMISSION_INVALID')
    return (error as TrilatchError).message
  }
  return 'nothing was refused'
}

const segments = (count: number): string => Array.from({ length: count }, (_, i) => `s${i}`).join('.')
const alphabet = 'is not 1 to 64 of the characters A-Z a-z 0-9 _ : -.'

describe('the grammar of names', () => {
  test.each([
    'a',
    'A',
    '0',
    '_',
    ':',
    '-',
    'a:b-c_d.0',
    'a'.repeat(64),
    segments(16),
    'Trilatch',
    'trilatchx.a',
  ])('%j is a name', (name) => {
    expect(messageOf({ [name]: 'Title' })).toBe('nothing was refused')
  })

  test('the longest name is 16 segments of 64 characters', () => {
    const longest = Array.from({ length: 16 }, () => 'x'.repeat(64)).join('.')
    expect(messageOf({ [longest]: 'T' })).toBe('nothing was refused')
    expect(messageOf({ [`${longest}xx`]: 'T' })).toMatch(
      /: it is longer than 16 segments of 64 characters\.$/,
    )
  })

  test.each([
    ['', 'it is empty.'],
    [segments(17), 'it has 17 segments, at most 16 are allowed.'],
    ['a'.repeat(65), `its segment "${'a'.repeat(65)}" ${alphabet}`],
    ['.a', 'it has an empty segment.'],
    ['a.', 'it has an empty segment.'],
    ['a..b', 'it has an empty segment.'],
    ['.', 'it has an empty segment.'],
    ['*', `its segment "*" ${alphabet}`],
    ['a.*', `its segment "*" ${alphabet}`],
    ['a b', `its segment "a b" ${alphabet}`],
    ['a/b', `its segment "a/b" ${alphabet}`],
    ['a.b\n', `its segment "b\\n" ${alphabet}`],
  ])('%j is no name: %s', (name, why) => {
    expect(messageOf({ [name]: 'Title' })).toBe(`Cannot define permission ${JSON.stringify(name)}: ${why}`)
  })

  // What looks like project.create to a person.
  test.each([
    ['a trailing space', 'project.create '],
    ['a leading space', ' project.create'],
    ['a no-break space', 'project.create\u00a0'],
    ['a NUL', 'project.create\u0000'],
    ['a trailing dot', 'project.create.'],
    ['a zero-width space', 'project\u200b.create'],
    ['a zero-width joiner', 'pro\u200dject.create'],
    ['a byte order mark', '\ufeffproject.create'],
    ['a Cyrillic letter', 'pr\u043eject.create'],
    ['full-width letters', '\uff50roject.create'],
    ['a full-width dot', 'project\uff0ecreate'],
    ['a one-dot leader', 'project\u2024create'],
    ['a combining accent', 'projecte\u0301.create'],
    ['a composed accent', 'project\u00e9.create'],
    ['a Kelvin sign', 'project.\u212areate'],
    ['a lone surrogate', 'project.create\ud800'],
  ])('a look-alike with %s is refused', (_, name) => {
    expect(messageOf({ [name]: 'Create Project' })).toMatch(/^Cannot define permission /)
    expect(definePermissions({ 'project.create': 'Create Project' }).has(name)).toBe(false)
  })

  test('ten thousand segments, or as many characters, are refused quickly', () => {
    const start = performance.now()
    expect(messageOf({ ['a.'.repeat(10_000)]: 'T' })).toMatch(
      /it is longer than 16 segments of 64 characters\.$/,
    )
    expect(messageOf({ ['a'.repeat(1_000_000)]: 'T' })).toMatch(/it is longer than 16 segments/)
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})

describe('the reserved tree', () => {
  const why = '"trilatch" and everything below it is reserved; choose another first segment.'
  test.each(['trilatch', 'trilatch.roles.edit', 'trilatch.mine'])('%j is not to be declared', (name) => {
    expect(messageOf({ [name]: 'Mine' })).toBe(`Cannot define permission "${name}": ${why}`)
  })
})
