// Target 1: the names of permissions, as catalogues declare them, rules use them and checks ask for them.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createAuthorizer, definePermissions, reservedPermissions, TrilatchError } from '@trilatch/core'
import { anyText, damaged, hostileWord } from './hostile.ts'
import { fuzzTarget } from './target.ts'
import type { FuzzTarget } from './target.ts'

interface Input {
  readonly keys: readonly string[]
  readonly asked: readonly string[]
  /** Which of the keys is asked for as well. */
  readonly n: number
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:-'

// The grammar said as plainly as it can be: 1 to 16 segments of 1 to 64 of these characters.
const isSegment = (text: string): boolean =>
  text.length >= 1 && text.length <= 64 && Array.from(text).every((char) => alphabet.includes(char))
const isKey = (text: string): boolean => {
  const segments = text.split('.')
  return segments.length <= 16 && segments.every(isSegment)
}
const isReserved = (text: string): boolean => text.split('.')[0] === 'trilatch'

/** A name with all that it lies below, down from the top. */
const prefixesOf = (name: string): string[] =>
  name.split('.').map((_, depth, segments) => segments.slice(0, depth + 1).join('.'))

const segment = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'b', 'project', 'create', '__proto__', 'constructor', 'A', '0'),
  },
  {
    weight: 2,
    arbitrary: fc.string({ unit: fc.constantFrom(...alphabet.split('')), minLength: 1, maxLength: 6 }),
  },
  { weight: 1, arbitrary: fc.integer({ min: 62, max: 66 }).map((length) => 'x'.repeat(length)) },
)
const name = fc
  .oneof(
    { weight: 8, arbitrary: fc.array(segment, { minLength: 1, maxLength: 4 }) },
    { weight: 1, arbitrary: fc.array(segment, { minLength: 14, maxLength: 18 }) },
  )
  .map((segments) => segments.join('.'))
const text = fc.oneof(
  { weight: 5, arbitrary: name },
  { weight: 4, arbitrary: damaged(name, 2) },
  { weight: 1, arbitrary: hostileWord },
  { weight: 1, arbitrary: anyText },
)

/** The catalogue of these names, or what is wrong with one of them. */
function define(names: readonly string[]): ReturnType<typeof definePermissions> | TrilatchError {
  try {
    return definePermissions(Object.fromEntries(names.map((key) => [key, 'A title'])))
  } catch (error) {
    assert.ok(error instanceof TrilatchError, `${String(error)} is no TrilatchError`)
    assert.equal(error.code, 'TRILATCH_PERMISSION_INVALID')
    return error
  }
}

export const permissionKey: FuzzTarget = fuzzTarget<Input>({
  number: 1,
  title: 'names of permissions',
  inputs: fc.record({
    keys: fc.array(text, { minLength: 1, maxLength: 5 }),
    asked: fc.array(text, { minLength: 1, maxLength: 4 }),
    n: fc.nat(),
  }),
  shares: { accepted: 0.4, refused: 0.2, 'asked for a known one': 0.2, 'asked for an unknown one': 0.2 },
  check: async ({ keys, asked: others, n }) => {
    const kinds = new Set<string>()
    for (const key of keys) {
      const isAccepted = isKey(key) && !isReserved(key)
      const made = define([key])
      kinds.add(isAccepted ? 'accepted' : 'refused')
      assert.equal(!(made instanceof TrilatchError), isAccepted, `${JSON.stringify(key)} alone`)
      if (made instanceof TrilatchError)
        assert.ok(made.message.startsWith(`Cannot define permission ${JSON.stringify(key)}: `), made.message)
    }
    const asked = [...others, keys[n % keys.length] ?? '']
    const good = keys.filter((key) => isKey(key) && !isReserved(key))
    const permissions = define(['some.thing', ...good])
    assert.ok(!(permissions instanceof TrilatchError))
    const own = new Set(['*', 'some', 'some.thing', ...good.flatMap(prefixesOf)])
    const nodes = new Set([...own, ...Object.keys(reservedPermissions)])
    assert.deepEqual(new Set(permissions.nodes.map((node) => node.name)), nodes)
    for (const [i, node] of permissions.nodes.entries()) {
      const isRoot = node.name === '*' || node.name === 'trilatch'
      assert.equal(node.parent, isRoot ? null : (prefixesOf(node.name).at(-2) ?? '*'))
      assert.ok(isRoot || (permissions.index.get(node.parent ?? '') ?? i) < i, 'parents come before children')
    }

    const ruled = good[0] ?? 'some.thing'
    const roles = [
      { id: 'one', rules: [{ permission: ruled, state: 'granted' as const }] },
      { id: 'admin', administrator: true, rules: [] },
    ]
    const authorizer = createAuthorizer({ permissions, roles, enabled: true })
    const access = await authorizer.access({ id: 'ann', roles: ['one'] })
    const admin = await authorizer.access({ id: 'boss', roles: ['admin'] })
    for (const permission of [...asked, ...asked.flatMap(prefixesOf), ...nodes]) {
      const isKnown = nodes.has(permission)
      assert.equal(admin.can(permission), isKnown, `an administrator and ${JSON.stringify(permission)}`)
      const isBelow = permission === ruled || permission.startsWith(`${ruled}.`)
      assert.equal(access.can(permission), isKnown && isBelow, `${ruled} granted, ${permission} asked`)
      assert.equal(access.decide(permission).reason === 'unknown-permission', !isKnown)
      if (asked.includes(permission)) kinds.add(`asked for ${isKnown ? 'a known' : 'an unknown'} one`)
    }
    for (const permission of asked) {
      const rules = [{ permission, state: 'granted' as const }]
      const make = (): unknown =>
        createAuthorizer({ permissions, roles: [{ id: 'a', rules }], enabled: true })
      if (nodes.has(permission)) make()
      else assert.throws(make, { name: 'PolicyError' })
    }
    return kinds
  },
})
