import { afterEach, describe, expect, test } from 'vitest'
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

describe('an entry', () => {
  const title = 'its title must be a string of 1 to 200 characters without control characters'
  const shape = 'expected a title or { title, level?, on?, formerly? }.'
  const former = (old: unknown): string => `the former name ${JSON.stringify(old)}`
  test.each<[string, unknown, string]>([
    ['null', null, shape],
    ['a number', 7, shape],
    ['a function', () => 'T', shape],
    ['an empty title', '', title],
    ['a blank title', '  ', title],
    ['a title that is too long', 'x'.repeat(201), title],
    ['a title with a line break', 'a\nb', title],
    ['no title', {}, title],
    ['a title that is no text', { title: ['T'] }, title],
    [
      'an unknown key',
      { title: 'T', levl: 'view' },
      'unknown key "levl"; known are title, description, level, on, formerly.',
    ],
    [
      'an own key __proto__',
      JSON.parse('{"title":"T","__proto__":{}}'),
      'unknown key "__proto__"; known are',
    ],
    [
      'an unknown level',
      { title: 'T', level: 'admin' },
      'its level must be one of view, comment, run, schedule, edit, delete.',
    ],
    ['a level of the prototype', { title: 'T', level: 'constructor' }, 'its level must be one of'],
    [
      'an empty description',
      { title: 'T', description: '' },
      'its description must be a string of 1 to 1000 characters',
    ],
    [
      'an `on` that is too long',
      { title: 'T', on: 'x'.repeat(65) },
      'its `on` must be a string of 1 to 64 characters',
    ],
    ['an `on` that is no text', { title: 'T', on: true }, 'its `on` must be a string'],
    [
      'a former name outside an array',
      { title: 'T', formerly: 'old' },
      '`formerly` must be an array of names.',
    ],
    [
      'an improper former name',
      { title: 'T', formerly: ['a b'] },
      `${former('a b')} cannot have been one: its segment`,
    ],
    [
      'the root as a former name',
      { title: 'T', formerly: ['*'] },
      `${former('*')} cannot have been one: its segment`,
    ],
    [
      'a former name that is no text',
      { title: 'T', formerly: [7] },
      `${former(7)} cannot have been one: it is not a string.`,
    ],
    [
      'a reserved former name',
      { title: 'T', formerly: ['trilatch.x'] },
      `${former('trilatch.x')} lies in the reserved tree.`,
    ],
  ])('with %s is refused', (_, entry, why) => {
    expect(messageOf({ 'a.b': entry })).toContain(`Cannot define permission "a.b": ${why}`)
  })

  test('may be as long as is allowed', () => {
    const entry = { title: 'x'.repeat(200), description: 'x'.repeat(1_000), on: 'x'.repeat(64) }
    expect(messageOf({ a: entry })).toBe('nothing was refused')
  })

  test('has a level on a leaf only, whoever is declared first', () => {
    const why = 'a level belongs on a leaf, and this has permissions below it.'
    const [parent, child] = [{ title: 'A', level: 'view' }, 'B']
    expect(messageOf({ a: parent, 'a.b': child })).toBe(`Cannot define permission "a": ${why}`)
    expect(messageOf({ 'a.b.c': child, a: parent })).toBe(`Cannot define permission "a": ${why}`)
    expect(messageOf({ a: parent, ab: child })).toBe('nothing was refused')
  })
})

describe('former names that conflict', () => {
  test.each([
    ['a declared name', 'b', { a: { title: 'A', formerly: ['b'] }, b: 'B' }],
    ['its own name', 'a', { a: { title: 'A', formerly: ['a'] } }],
    ['an implied ancestor', 'c', { a: { title: 'A', formerly: ['c'] }, 'c.d': 'D' }],
  ])('with %s are refused', (_, old, definitions) => {
    expect(messageOf(definitions)).toBe(
      `Cannot define permission "a": its former name "${old}" is still in the catalogue.`,
    )
  })

  test('with each other are refused', () => {
    const claimed = (name: string): string =>
      `Cannot define permission "${name}": its former name "x" is claimed twice.`
    expect(messageOf({ a: { title: 'A', formerly: ['x'] }, b: { title: 'B', formerly: ['x'] } })).toBe(
      claimed('b'),
    )
    expect(messageOf({ a: { title: 'A', formerly: ['x', 'x'] } })).toBe(claimed('a'))
  })
})

describe('a whole catalogue', () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, 'level')
    Reflect.deleteProperty(Object.prototype, 'formerly')
  })

  test('needs a permission', () => {
    expect(messageOf({})).toBe('Cannot define permission "": a catalogue needs at least one permission.')
  })

  test('takes nothing from a polluted prototype', () => {
    Object.assign(Object.prototype, { level: 'view', formerly: ['old'] })
    const permissions = definePermissions({ 'a.b': { title: 'B' } })
    expect(permissions.nodes.find(({ name }) => name === 'a.b')?.level).toBeUndefined()
    expect(permissions.former.size).toBe(0)
  })
})
