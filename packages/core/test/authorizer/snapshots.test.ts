// Obtaining an access when nothing changed is a look-up; what changed is seen at once.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import { compileInSteps } from '../../src/decision/compiled-policy.ts'
import { resolveHoldings } from '../../src/decision/holdings.ts'
import { forbid, grant, permissions } from './support.ts'

vi.mock(import('../../src/decision/compiled-policy.ts'), async (load) => {
  const original = await load()
  return { ...original, compileInSteps: vi.fn(original.compileInSteps) }
})
vi.mock(import('../../src/decision/holdings.ts'), async (load) => {
  const original = await load()
  return { ...original, resolveHoldings: vi.fn(original.resolveHoldings) }
})

const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'eu', rules: [grant('job.run', 'eu.*')] },
  { id: 'runner', rules: [grant('job.run')] },
] as const
const ann = { id: 'ann' }

function make() {
  const store = memoryStore({ roles, assignments: [{ subject: 'ann', role: 'runner' }] })
  const views: (string | null)[] = []
  const counting = {
    ...store,
    view: (subject: string | null) => {
      views.push(subject)
      return store.view(subject)
    },
  }
  const authorizer = createAuthorizer({ permissions, store: counting })
  return { authorizer, manager: authorizer.manage('boss'), views }
}

beforeEach(() => {
  vi.mocked(compileInSteps).mockClear()
  vi.mocked(resolveHoldings).mockClear()
})
const worked = (): number[] => [
  vi.mocked(compileInSteps).mock.calls.length,
  vi.mocked(resolveHoldings).mock.calls.length,
]

describe('Obtaining an access', () => {
  it('works nothing out again while nothing changed, and asks the store once', async () => {
    const { authorizer, views } = make()
    const first = await authorizer.access(ann)
    expect(worked()).toEqual([1, 1])
    const before = views.length
    for (let i = 0; i < 50; i++) expect((await authorizer.access(ann)).version).toBe(first.version)
    expect(worked()).toEqual([1, 1])
    expect(views.slice(before)).toEqual(Array.from({ length: 50 }, () => 'ann'))
  })

  it('works nothing out again for nobody, and for the same handed-in roles in a new array', async () => {
    const { authorizer } = make()
    for (let i = 0; i < 5; i++) {
      await authorizer.access(null)
      await authorizer.access({ id: 'ben', roles: ['eu', { role: 'runner', scope: 'x.*' }] })
    }
    expect(worked()).toEqual([1, 2])
  })

  it('compiles the policy once for all subjects of one version, and resolves equal roles once', async () => {
    const { authorizer, manager } = make()
    for (const id of ['a', 'b', 'c']) await authorizer.access({ id, roles: ['runner'] })
    expect(worked()).toEqual([1, 1])
    await authorizer.access({ id: 'd', roles: ['eu'] })
    expect(worked()).toEqual([1, 2])
    await manager.deleteRole('eu')
    for (const id of ['a', 'b', 'c']) await authorizer.access({ id, roles: ['runner'] })
    expect(worked()).toEqual([2, 3])
  })

  it('does not compile the policy for a write of assignments or users', async () => {
    const { authorizer, manager } = make()
    await authorizer.access(ann)
    await manager.assign({ subject: 'ben', role: 'eu' })
    await manager.createUser({ id: 'cy' })
    await manager.suspendUser('cy')
    await authorizer.access(ann)
    expect(worked()).toEqual([1, 1])
  })

  it('forgets subjects, and sets of roles, that were not seen for long', async () => {
    const authorizer = createAuthorizer({ permissions, roles })
    await authorizer.access({ id: 'first', roles: ['eu'] })
    const own = (i: number) => ({ id: `s${i}`, roles: [{ role: 'eu', scope: `${i}` }] })
    for (let i = 0; i < 20_001; i++) await authorizer.access(own(i))
    vi.mocked(resolveHoldings).mockClear()
    await authorizer.access(own(20_000))
    expect(worked()[1]).toBe(0)
    await authorizer.access({ id: 'first', roles: ['eu'] })
    expect(worked()[1]).toBe(1)
  })
})

describe('The process that writes sees at once', () => {
  it('a change of a role', async () => {
    const { authorizer, manager } = make()
    const before = await authorizer.access(ann)
    expect(before.can('job.run')).toBe(true)
    const { version } = await manager.role('runner')
    await manager.setRule('runner', { permission: 'job.run', state: 'forbidden' }, { version })
    const after = await authorizer.access(ann)
    expect(after.can('job.run')).toBe(false)
    expect(after.version).not.toBe(before.version)
    expect(after.version).toBe(after.decide('job.run').version)
  })

  it('an assignment that is given and taken', async () => {
    const { authorizer, manager } = make()
    const eu = { subject: 'ben', role: 'eu' }
    const asked = async (): Promise<boolean> =>
      (await authorizer.access({ id: 'ben' })).can('job.run', 'eu.1')
    expect(await asked()).toBe(false)
    await manager.assign(eu)
    expect(await asked()).toBe(true)
    await manager.unassign(eu)
    expect(await asked()).toBe(false)
  })

  it('a suspension and its end', async () => {
    const { authorizer, manager } = make()
    await manager.createUser({ id: 'ann' })
    expect((await authorizer.access(ann)).can('job.run')).toBe(true)
    await manager.suspendUser('ann')
    expect((await authorizer.access(ann)).can('job.run')).toBe(false)
    await manager.restoreUser('ann')
    expect((await authorizer.access(ann)).can('job.run')).toBe(true)
  })

  it('the deletion of a role and of a user', async () => {
    const { authorizer, manager } = make()
    await manager.createUser({ id: 'ann' })
    expect((await authorizer.access(ann)).can('job.run')).toBe(true)
    await manager.deleteUser('ann')
    expect((await authorizer.access(ann)).can('job.run')).toBe(false)
    await manager.assign({ subject: 'ben', role: 'runner' })
    expect((await authorizer.access({ id: 'ben' })).can('job.run')).toBe(true)
    await manager.deleteRole('runner')
    expect((await authorizer.access({ id: 'ben' })).can('job.run')).toBe(false)
  })

  it('other handed-in roles, scopes, order and suspension', async () => {
    const { authorizer } = make()
    const can = async (subject: object): Promise<boolean> =>
      (await authorizer.access({ id: 'ben', ...subject })).can('job.run', 'us.1')
    expect(await can({ roles: ['runner'] })).toBe(true)
    expect(await can({ roles: ['eu'] })).toBe(false)
    expect(await can({ roles: [{ role: 'runner', scope: 'us.*' }] })).toBe(true)
    expect(await can({ roles: [{ role: 'runner', scope: 'eu.*' }] })).toBe(false)
    expect(await can({ roles: ['eu', 'runner'] })).toBe(true)
    expect(await can({ roles: ['eu', 'runner'], suspended: true })).toBe(false)
    expect(await can({})).toBe(false)
  })
})

describe('An access', () => {
  it('is a snapshot: a write does not change what it answers', async () => {
    const { authorizer, manager } = make()
    const access = await authorizer.access(ann)
    await manager.deleteRole('runner')
    expect(access.can('job.run')).toBe(true)
    expect(access.explain('job.run').roles.map(({ role }) => role)).toEqual(['runner'])
  })

  it('is not changed by what its roles share with those of others', async () => {
    const { authorizer, manager } = make()
    const one = await authorizer.access({ id: 'x', roles: ['eu'] })
    const other = await authorizer.access({ id: 'y', roles: [{ role: 'eu', scope: '*.1' }] })
    expect([one.can('job.run', 'eu.2'), other.can('job.run', 'eu.2'), other.can('job.run', 'eu.1')]).toEqual([
      true,
      false,
      true,
    ])
    const { version } = await manager.role('eu')
    await manager.replaceRole('eu', { rules: [forbid('job.run')] }, { version })
    expect((await authorizer.access({ id: 'x', roles: ['eu'] })).can('job.run', 'eu.2')).toBe(false)
    expect(one.can('job.run', 'eu.2')).toBe(true)
  })
})

describe('Groups that lapse', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())
  const pass = async (ms: number): Promise<void> => {
    await Promise.resolve()
    vi.advanceTimersByTime(ms)
    await Promise.resolve()
  }

  it('cost nothing until the first of them does, and are worked out anew then', async () => {
    const rows = [
      { provider: 'ldap', group: 'cn=ops', roles: ['runner'] },
      { provider: 'ldap', group: 'cn=root', roles: ['admin'] },
    ]
    const authorizer = createAuthorizer({ permissions, store: memoryStore({ roles, mappings: rows }) })
    const groups = [{ name: 'cn=ops' }, { name: 'cn=root' }]
    await authorizer.manage('sync').recordGroups('ann', 'ldap', { status: 'complete', groups })
    await authorizer.access(ann)
    const before = worked()
    for (let i = 0; i < 50; i++) await authorizer.access(ann)
    await pass(15 * 60_000 - 1)
    await authorizer.access(ann)
    expect(worked()).toEqual(before)
    await pass(1)
    for (let i = 0; i < 50; i++) await authorizer.access(ann)
    expect(worked()).toEqual([before[0], (before[1] ?? 0) + 2])
  })
})
