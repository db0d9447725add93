// What an access does with what it should not have been asked, and with what the host does to its answers.
import { afterEach, describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '../../src/index.ts'
import type { Access } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

type Name = (typeof permissions.names)[number]
const authorizer = createAuthorizer({
  permissions,
  roles: [
    { id: 'admin', administrator: true, rules: [] },
    { id: 'runner', rules: [grant('job.run'), grant('project', 'a.*')] },
  ],
})
const admin = await authorizer.access({ id: 'ann', roles: ['admin'] })
const runner = await authorizer.access({ id: 'ben', roles: ['runner'] })

const strange: readonly [string, unknown][] = [
  ['an array', ['job.run']],
  ['an object that reads as a name', { toString: () => 'job.run' }],
  ['a number', 7],
  ['a symbol', Symbol('job.run')],
  ['null', null],
  ['undefined', undefined],
  ['a boxed string', Object('job.run')],
]

describe('A permission that is no string', () => {
  it.each(strange)('throws TypeError: %s', (_, value) => {
    const permission = value as Name
    const error = new TypeError(`A permission must be a string, not ${typeof value}`)
    for (const access of [admin, runner]) {
      expect(() => access.can(permission)).toThrow(error)
      expect(() => access.can(permission, 'x')).toThrow(error)
      expect(() => access.canSome(permission)).toThrow(error)
      expect(() => access.filter(permission, ['x'])).toThrow(error)
      expect(() => access.decide(permission)).toThrow(error)
      expect(() => access.explain(permission)).toThrow(error)
      expect(() => access.contexts(permission)).toThrow(error)
      expect(() => access.assert(permission)).toThrow(TypeError)
    }
  })
})

describe('An improper resource', () => {
  const throwing = {
    get name(): string {
      throw new Error('never seen')
    },
  }
  it.each([
    ['empty', ''],
    ['of 1,025 units', 'x'.repeat(1025)],
    ['with a NUL', 'a\0'],
    ['ill-formed', '\ud800'],
    ['a dot segment', 'a/../b'],
    ['with an empty segment', 'a//b'],
    ['with a trailing slash', 'a/'],
    ['a number', 7],
    ['null', null],
    ['undefined', undefined],
    ['an array', ['a']],
    ['an array with a name', Object.assign(['a'], { name: 7 })],
    ['an object without a name', {}],
    ['an object whose name is a boxed string', { name: Object('a') as unknown }],
    ['an object whose name throws', throwing],
    ['a function', () => 'a'],
  ])('is refused and nothing throws: %s', (_, value) => {
    const resource = value as string
    for (const access of [admin, runner]) {
      expect(access.can('job.run', resource)).toBe(false)
      expect(access.filter('job.run', [resource])).toEqual([])
      expect(access.decide('job.run', resource)).toMatchObject({
        state: 'forbidden',
        reason: 'improper-resource',
      })
      expect(access.explain('job.run', resource).decision.reason).toBe('improper-resource')
    }
  })

  it('is not what a name of 1,024 units is', () => {
    expect(runner.can('job.run', 'x'.repeat(1024))).toBe(true)
  })
})

describe('Returned values', () => {
  const deeplyFrozen = (value: unknown): boolean =>
    typeof value !== 'object' ||
    value === null ||
    (Object.isFrozen(value) && Object.values(value).every(deeplyFrozen))

  it('are frozen to the bottom', () => {
    expect(deeplyFrozen(runner.decide('project.join', 'a.b'))).toBe(true)
    expect(deeplyFrozen(runner.explain('project.join', 'a.b'))).toBe(true)
    expect(deeplyFrozen(runner.permissions())).toBe(true)
    expect(deeplyFrozen(runner.contexts('project.join'))).toBe(true)
  })

  it('do not let a filtered list change what comes later', () => {
    runner.filter('job.run', ['a']).push('b')
    expect(runner.filter('job.run', ['a'])).toEqual(['a'])
  })
})

describe('Names of Object.prototype', () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'] as const
  const before = Reflect.ownKeys(Object.prototype)
  const pollute = Object.prototype as unknown as Record<string, unknown>
  const polluted = ['administrator', 'roles', 'enabled', 'inherits', 'suspended'] as const
  afterEach(() => {
    for (const name of polluted) delete pollute[name]
  })

  it.each(names)('are ordinary as permission, role and subject: %s', async (name) => {
    const own = createAuthorizer({
      permissions: definePermissions(
        Object.fromEntries([
          [name, 'It'],
          [`${name}.below`, 'Below'],
          ['x', 'X'],
        ]),
      ),
      roles: [
        { id: name === '__proto__' ? '__proto__' : name, rules: [{ permission: name, state: 'granted' }] },
      ],
    })
    const access: Access = await own.access({ id: name, roles: [name] })
    expect(access.subjectId).toBe(name)
    expect([access.can(name), access.can(`${name}.below`), access.can('x')]).toEqual([true, true, false])
    expect((await own.access({ id: name })).can(name)).toBe(false)
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before)
  })

  it.each(names)('open nothing where nobody declared them: %s', (name) => {
    expect(admin.can(name as Name)).toBe(false)
    expect(runner.canSome(name as Name)).toBe(false)
    expect(runner.can('job.run', { name: undefined } as never)).toBe(false)
    expect(runner.can('project.join', name)).toBe(false)
  })

  it('open nothing when the host has a polluted prototype', async () => {
    pollute['administrator'] = true
    pollute['roles'] = ['admin']
    pollute['enabled'] = false
    const own = createAuthorizer({
      permissions,
      roles: [
        { id: 'admin', administrator: true, rules: [] },
        { id: 'plain', rules: [] },
      ],
    })
    pollute['inherits'] = ['admin']
    expect(own.enabled).toBe(true)
    expect((await own.access({ id: 'ann' })).can('job.run')).toBe(false)
    expect((await own.access({ id: 'ann', roles: ['plain'] })).can('job.run')).toBe(false)
  })
})

describe('Look-alikes', () => {
  it.each(['Job.run', 'job.run ', 'job.run.', 'job.run\0', 'job.\u200brun', 'jоb.run', 'ｊob.run'])(
    'of a permission are unknown: %j',
    (name) => {
      expect(admin.decide(name as Name).reason).toBe('unknown-permission')
    },
  )

  it('of a name do not match a context', async () => {
    const own = createAuthorizer({
      permissions,
      roles: [{ id: 'a', rules: [grant('job.run', 'caf\u00e9')] }],
    })
    const access = await own.access({ id: 'ann', roles: ['a'] })
    expect(
      ['caf\u00e9', 'cafe\u0301', 'Caf\u00e9', 'caf\u00e9 '].map((name) => access.can('job.run', name)),
    ).toEqual([true, false, false, false])
  })
})
