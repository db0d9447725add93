// What absence means "everything" is never left out by mistake, and nothing that is written is lost in copying.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore, PolicyError } from '../../src/index.ts'
import type { Assignment, Role, Rule } from '../../src/index.ts'
import { grant, permissions, thrown } from '../authorizer/support.ts'
import { everything, managed } from '../manage/support.ts'

const code = 'TRILATCH_POLICY_INVALID'
const unscoped = { permission: 'job.run', state: 'granted', context: undefined } as unknown as Rule<'job.run'>
const assignment = { subject: 'ann', role: 'runner', scope: undefined } as unknown as Assignment
const hidden = 'Only plain objects are read as data: no instances of classes, no hidden fields'

/** The issues of a PolicyError, each as `path: message`. */
function issuesOf(error: unknown): string[] {
  expect(error).toBeInstanceOf(PolicyError)
  expect(error).toMatchObject({ code })
  return (error as PolicyError).issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}
const rejected = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => expect.fail('Nothing was refused'),
    (error: unknown) => error,
  )

describe('An explicit undefined where absence would mean every resource', () => {
  it('is refused as the scope of a handed-in role', async () => {
    const authorizer = createAuthorizer({ permissions, roles: [{ id: 'runner', rules: [grant('job.run')] }] })
    const held = [{ role: 'runner', scope: undefined }] as never
    const error = new TypeError(
      'The scope of a handed-in role is undefined; leave it out to mean every resource',
    )
    await expect(authorizer.access({ id: 'ann', roles: held })).rejects.toThrow(error)
    await expect(authorizer.decide({ id: 'ann', roles: held }, 'job.run')).rejects.toThrow(error)
    const access = await authorizer.access({ id: 'ann', roles: [{ role: 'runner' }] })
    expect(access.can('job.run')).toBe(true)
  })

  it('is refused as the scope of an assignment, and nothing changes', async () => {
    const { manager, store } = managed()
    await manager.assign({ subject: 'ann', role: 'runner' })
    const before = await everything(store)
    for (const write of ['assign', 'unassign'] as const) {
      const error = await rejected(manager[write](assignment))
      expect(issuesOf(error)).toEqual(['scope: Invalid input: expected string, received undefined'])
      expect(error).toMatchObject({ status: 422 })
    }
    expect(await everything(store)).toEqual(before)
  })

  it('is refused as the context of a rule, and nothing changes', async () => {
    const { manager, store } = managed()
    const before = await everything(store)
    const seen = await manager.role('eu')
    const writes = [
      () => manager.createRole({ id: 'new', rules: [unscoped] }),
      () => manager.replaceRole('eu', { rules: [unscoped] }, seen),
    ]
    for (const write of writes) {
      expect(issuesOf(await rejected(write()))).toEqual([
        'rules.0.context: Invalid input: expected string, received undefined',
      ])
    }
    expect(await everything(store)).toEqual(before)
  })

  it('is refused as the scope of a mapping row, and nothing changes', async () => {
    const { manager, store } = managed()
    const before = await everything(store)
    const row = { provider: 'ldap', group: 'cn=x', roles: ['runner'], scope: undefined }
    const error = await rejected(manager.replaceMappings([row as never], await manager.mappings()))
    expect(issuesOf(error)).toEqual(['0.scope: Invalid input: expected string, received undefined'])
    expect(await everything(store)).toEqual(before)
  })

  it('is refused in roles given in code and in the content of a store', () => {
    const roles = [{ id: 'runner', rules: [unscoped] }]
    const at = 'rules.0.context: Invalid input: expected string, received undefined'
    expect(issuesOf(thrown(() => createAuthorizer({ permissions, roles })))).toEqual([`roles.0.${at}`])
    const error = thrown(() => memoryStore({ roles, assignments: [assignment] }))
    expect(issuesOf(error)).toEqual([
      `roles.0.${at}`,
      'assignments.0.scope: Invalid input: expected string, received undefined',
    ])
  })

  it('is no fault where absence means less', async () => {
    const role = { id: 'new', title: undefined, administrator: undefined, inherits: undefined, rules: [] }
    const { manager } = managed()
    await manager.createRole(role as unknown as Role<never>)
    expect((await manager.role('new')).role).toEqual({ id: 'new', rules: [] })
  })
})

class ScopedRule {
  readonly permission = 'job.run'
  readonly state = 'granted'
  get context(): string {
    return 'eu.*'
  }
}
class PlainRule {
  readonly permission = 'job.run'
  readonly state = 'granted'
  readonly context = 'eu.*'
}
const withHidden = (rule: object, how: PropertyDescriptor): object =>
  Object.defineProperty(rule, 'context', { ...how, enumerable: false })
const notPlain: readonly (readonly [name: string, rule: () => object])[] = [
  ['an instance of a class whose context is a getter', () => new ScopedRule()],
  ['an instance of a class with all fields of its own', () => new PlainRule()],
  [
    'an object that inherits its context',
    () => Object.assign(Object.create({ context: 'eu.*' }), grant('job.run')),
  ],
  ['a context that is not enumerable', () => withHidden(grant('job.run'), { value: 'eu.*' })],
  ['a getter that is not enumerable', () => withHidden(grant('job.run'), { get: () => 'eu.*' })],
  ['a Map', () => new Map(Object.entries(grant('job.run', 'eu.*')))],
  ['a Date', () => new Date(0)],
]

describe('What is not plain data', () => {
  it.each(notPlain)('is refused as a rule, never copied without what it hides: %s', async (_, make) => {
    const role = { id: 'new', rules: [make()] } as unknown as Role<never>
    expect(issuesOf(thrown(() => createAuthorizer({ permissions, roles: [role] })))).toEqual([
      `roles.0: ${hidden}`,
    ])
    expect(issuesOf(thrown(() => memoryStore({ roles: [role] })))).toEqual([`roles.0: ${hidden}`])
    const { manager, store } = managed()
    const before = await everything(store)
    expect(issuesOf(await rejected(manager.createRole(role)))).toEqual([`: ${hidden}`])
    const seen = await manager.role('eu')
    expect(issuesOf(await rejected(manager.replaceRole('eu', { rules: role.rules }, seen)))).toEqual([
      `: ${hidden}`,
    ])
    expect(await everything(store)).toEqual(before)
  })

  it('is refused as an assignment', async () => {
    class Scoped {
      readonly subject = 'ann'
      readonly role = 'runner'
      get scope(): string {
        return 'eu.*'
      }
    }
    const { manager, store } = managed()
    const before = await everything(store)
    for (const data of [new Scoped(), withScope()])
      expect(issuesOf(await rejected(manager.assign(data)))).toEqual([`: ${hidden}`])
    expect(await everything(store)).toEqual(before)
    const error = thrown(() =>
      memoryStore({ roles: [{ id: 'runner', rules: [] }], assignments: [new Scoped()] }),
    )
    expect(issuesOf(error)).toEqual([`assignments.0: ${hidden}`])
  })
})

function withScope(): Assignment {
  const data = { subject: 'ann', role: 'runner' }
  return Object.defineProperty(data, 'scope', { value: 'eu.*', enumerable: false })
}

describe('Data', () => {
  it('may have getters of its own, which are read once and kept as what they said', async () => {
    let reads = 0
    const rule = {
      permission: 'job.run',
      state: 'granted',
      get context() {
        return ++reads === 1 ? 'eu.*' : '*'
      },
    } as const
    const authorizer = createAuthorizer({ permissions, roles: [{ id: 'runner', rules: [rule] }] })
    const access = await authorizer.access({ id: 'ann', roles: ['runner'] })
    expect([reads, access.can('job.run'), access.can('job.run', 'eu.1')]).toEqual([1, false, true])
  })

  it('may come without a prototype, as parsers make it', () => {
    const rule = Object.assign(Object.create(null) as object, grant('job.run', 'eu.*'))
    const role = Object.assign(Object.create(null) as object, { id: 'runner', rules: [rule] })
    expect(() => createAuthorizer({ permissions, roles: [role as Role<never>] })).not.toThrow()
  })
})
