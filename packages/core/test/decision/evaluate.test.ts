import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Access, Assignment, HandedInRole, Role } from '../../src/index.ts'

vi.setConfig({ testTimeout: 60_000 })

const permissions = definePermissions({ 'job.run': 'Run', 'job.stop': 'Stop', 'project.create': 'Create' })

const granted = (permission: string, context?: string) =>
  ({ permission, state: 'granted', ...(context === undefined ? {} : { context }) }) as const
const forbidden = (permission: string, context?: string) =>
  ({ permission, state: 'forbidden', ...(context === undefined ? {} : { context }) }) as const

const roles: readonly Role[] = [
  { id: 'admin', administrator: true, rules: [forbidden('*'), forbidden('trilatch')] },
  { id: 'base', rules: [granted('job.run')] },
  { id: 'middle', inherits: ['base'], rules: [forbidden('job.run')] },
  { id: 'top', inherits: ['middle'], rules: [] },
  { id: 'denier', rules: [forbidden('*')] },
  { id: 'all', rules: [granted('*')] },
  { id: 'auditor', rules: [granted('trilatch.audit')] },
  { id: 'eu', rules: [granted('job', 'eu.*'), forbidden('job.run', 'eu.secret')] },
]

const store = (assignments: readonly Assignment[] = []) => memoryStore({ roles, assignments })

async function held(...handedIn: HandedInRole[]): Promise<Access> {
  return createAuthorizer({ permissions, store: store() }).access({ id: 'anna', roles: handedIn })
}

describe('inheritance', () => {
  test('adds a role and never subtracts, however far', async () => {
    const access = await held('top')
    expect(access.can('job.run')).toBe(true)
    expect(access.decide('job.run').by).toMatchObject({
      role: 'base',
      via: ['top', 'middle', 'base'],
      node: 'job.run',
    })
    expect((await held('denier', 'top')).can('job.run')).toBe(true)
  })

  test('does not flow from an heir to what it inherits', async () => {
    expect((await held('base')).can('job.stop')).toBe(false)
    expect((await held('middle')).can('job.run')).toBe(true)
  })

  test('adds the role with the scope it was reached by', async () => {
    const access = await held({ role: 'top', scope: 'eu.*' })
    expect(access.can('job.run', 'eu.1')).toBe(true)
    expect(access.can('job.run', 'us.1')).toBe(false)
    expect(access.can('job.run')).toBe(false)
    expect(access.decide('job.run', 'eu.1').by).toMatchObject({ role: 'base', scope: 'eu.*' })
  })

  test('by two ways counts for both scopes', async () => {
    const access = await held({ role: 'top', scope: 'eu.*' }, { role: 'middle', scope: 'us.*' })
    expect(['eu.1', 'us.1', 'cn.1'].filter((name) => access.can('job.run', name))).toEqual(['eu.1', 'us.1'])
  })
})

describe('a scope', () => {
  test('must match beside the context of the rule', async () => {
    const access = await held({ role: 'eu', scope: '*.1' })
    expect(access.can('job.run', 'eu.1')).toBe(true)
    expect(access.can('job.run', 'eu.2')).toBe(false)
    expect(access.can('job.run', 'us.1')).toBe(false)
  })

  test('limits what a role forbids as well', async () => {
    const access = await held({ role: 'denier', scope: 'eu.*' })
    expect(access.decide('job.run', 'eu.1').reason).toBe('forbidden')
    expect(access.decide('job.run', 'us.1').reason).toBe('nothing-granted')
    expect(access.decide('job.run').reason).toBe('nothing-granted')
  })

  test('of every resource is none', async () => {
    for (const scope of ['*', '**']) expect((await held({ role: 'base', scope })).can('job.run')).toBe(true)
  })

  test('makes an administrator role count for nothing', async () => {
    const access = await held({ role: 'admin', scope: 'eu.*' })
    expect(access.can('job.run', 'eu.1')).toBe(false)
    expect(access.decide('job.run', 'eu.1').reason).toBe('nothing-granted')
  })
})

describe('the order of reasons', () => {
  test('an administrator is granted everything, the reserved subtree too, whatever roles forbid', async () => {
    const access = await held('denier', 'admin')
    for (const permission of ['job.run', '*', 'trilatch', 'trilatch.roles.edit']) {
      expect(access.can(permission)).toBe(true)
      expect(access.decide(permission, 'x')).toMatchObject({ reason: 'administrator', by: { role: 'admin' } })
    }
  })

  test('an improper question is forbidden to an administrator', async () => {
    const access = await held('admin')
    expect(access.decide('job.rum', '//')).toMatchObject({ state: 'forbidden', reason: 'unknown-permission' })
    expect(access.decide('job.run', '//')).toMatchObject({ state: 'forbidden', reason: 'improper-resource' })
    expect([access.can('job.rum'), access.can('job.run', '//')]).toEqual([false, false])
  })

  test('suspension beats an administrator and everything granted, handed in or stored', async () => {
    const authorizer = createAuthorizer({ permissions, store: store([{ subject: 'anna', role: 'admin' }]) })
    expect((await authorizer.access({ id: 'anna' })).can('job.run')).toBe(true)
    const byHand = await authorizer.access({ id: 'anna', suspended: true })
    const manage = authorizer.manage('test')
    await manage.createUser({ id: 'bert' })
    await manage.suspendUser('bert')
    const byStore = await authorizer.access({ id: 'bert', roles: ['admin', 'all'] })
    for (const access of [byHand, byStore]) {
      expect(access.can('job.run')).toBe(false)
      expect(access.canSome('job.run')).toBe(false)
      expect(access.decide('job.run')).toMatchObject({ state: 'forbidden', reason: 'suspended' })
      expect(access.decide('job.run')).not.toHaveProperty('by')
    }
    await manage.restoreUser('bert')
    expect((await authorizer.access({ id: 'bert', roles: ['all'] })).can('job.run')).toBe(true)
  })

  test('Forbidden in a role is no veto', async () => {
    expect((await held('denier', 'all')).decide('job.run')).toMatchObject({
      reason: 'granted',
      by: { role: 'all' },
    })
    expect((await held('denier')).decide('job.run')).toMatchObject({
      reason: 'forbidden',
      by: { role: 'denier', node: '*' },
    })
    expect((await held('base')).decide('job.stop')).toMatchObject({
      state: 'forbidden',
      reason: 'nothing-granted',
    })
  })
})

describe('roles', () => {
  test('that do not exist count for nothing', async () => {
    const access = await held('ghost', '__proto__', 'constructor', 'Base', 'base ')
    expect(access.permissions().filter(({ state }) => state === 'granted')).toEqual([])
  })

  test('in any order, handed in or assigned, however often, give the same answers', async () => {
    const scopes = [undefined, 'eu.*', '*.1', '*']
    const one = fc.tuple(fc.constantFrom(...roles.slice(1).map(({ id }) => id)), fc.constantFrom(...scopes))
    const several = fc.array(one, { maxLength: 5 })
    const answers = (access: Access): unknown =>
      permissions.nodes.flatMap(({ name }) => [
        access.canSome(name),
        ...['eu.1', 'eu.secret', 'us.1', 'x'].map((resource) => access.can(name, resource)),
        { ...access.decide(name, 'eu.1'), version: '' },
        { ...access.decide(name), version: '' },
      ])
    const given = several.chain((list) =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
    )
    await fc.assert(
      fc.asyncProperty(given, async ([list, shuffled]) => {
        const entry = ([role, scope]: [string, string | undefined]) =>
          scope === undefined ? { role } : { role, scope }
        const first = await held(...list.map(entry))
        const assignments = shuffled.map((item) => ({ subject: 'anna', ...entry(item) }))
        const authorizer = createAuthorizer({ permissions, store: store(assignments) })
        const second = await authorizer.access({ id: 'anna', roles: [...shuffled, ...list].map(entry) })
        expect(answers(second)).toEqual(answers(first))
      }),
      { numRuns: 200 },
    )
  })
})

describe('nobody signed in', () => {
  test('has the anonymous roles, which are none unless set', async () => {
    const plain = await createAuthorizer({ permissions, store: store() }).access(null)
    expect(plain.decide('job.run')).toMatchObject({ state: 'forbidden', reason: 'nothing-granted' })
    const authorizer = createAuthorizer({ permissions, store: store(), anonymousRoles: ['top'] })
    const access = await authorizer.access(null)
    expect(access.can('job.run')).toBe(true)
    expect([access.signedIn, access.subjectId]).toEqual([false, null])
    expect((await authorizer.access({ id: 'anna' })).can('job.run')).toBe(false)
  })
})
