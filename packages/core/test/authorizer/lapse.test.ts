// Groups that nobody confirms lapse, by a clock that only goes forward; what then refuses asks to sign in again.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore, Refusal } from '../../src/index.ts'
import type { MappingRow, Store } from '../../src/index.ts'
import { enforce } from '../../src/enforcement/enforce.ts'
import { requirement } from '../../src/enforcement/requirement.ts'
import { grant, permissions, thrown } from './support.ts'

const roles = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'runner', rules: [grant('job.run')] },
  { id: 'eu', rules: [grant('project.join', 'eu.*')] },
] as const
const mappings: readonly MappingRow[] = [
  { provider: 'ldap', group: 'cn=ops', roles: ['runner', 'eu'] },
  { provider: 'ldap', group: 'cn=root', roles: ['admin'] },
]
const minute = 60_000

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'Date'] }))
afterEach(() => void vi.useRealTimers())

/** Lets time pass, and the turn end in which the clock was read. */
async function pass(ms: number): Promise<void> {
  await Promise.resolve()
  vi.advanceTimersByTime(ms)
  await Promise.resolve()
}

function make(options: object = {}, wrap: (store: Store) => Store = (store) => store) {
  const store = wrap(memoryStore({ roles, mappings }))
  const authorizer = createAuthorizer({ permissions, store, ...options })
  const manager = authorizer.manage('sync')
  const record = (...names: readonly string[]) =>
    manager.recordGroups('ann', 'ldap', { status: 'complete', groups: names.map((name) => ({ name })) })
  return { authorizer, manager, record, access: () => authorizer.access({ id: 'ann' }) }
}

describe('Groups', () => {
  it.each([
    [{}, 60 * minute],
    [{ maxGroupAgeMs: 5_000 }, 5_000],
  ])('count for so long and no longer: %j', async (options, ms) => {
    const { record, access } = make(options)
    await record('cn=ops')
    await pass(ms - 1)
    expect((await access()).can('job.run')).toBe(true)
    await pass(1)
    expect((await access()).can('job.run')).toBe(false)
    await record('cn=ops')
    expect((await access()).can('job.run')).toBe(true)
  })

  it.each([
    [{}, 15 * minute],
    [{ maxGroupAgeMs: 5_000 }, 5_000],
    [{ groupRefreshMs: 5_000 }, 5_000],
  ])('that lead to an administrator role count for one refresh: %j', async (options, ms) => {
    const { record, access } = make(options)
    await record('cn=root', 'cn=ops')
    await pass(ms - 1)
    expect((await access()).decide('job.run').reason).toBe('administrator')
    await pass(1)
    const { reason } = (await access()).decide('job.run')
    expect(reason).toBe(ms < 5_001 && 'maxGroupAgeMs' in options ? 'nothing-granted' : 'granted')
  })

  it('that have lapsed are held by nobody, and told to who asks for them too', async () => {
    const { manager, record } = make()
    await record('cn=root')
    const held = async (options?: object): Promise<readonly string[]> =>
      (await manager.heldRolesOf('ann', options)).map(({ role }) => role)
    expect([await held(), await held({ lapsed: true })]).toEqual([['admin'], ['admin']])
    await pass(15 * minute)
    expect([await held(), await held({ lapsed: false }), await held({ lapsed: true })]).toEqual([
      [],
      [],
      ['admin'],
    ])
    await expect(held({ lapse: true })).rejects.toThrow('Unknown option "lapse" of heldRolesOf()')
  })

  it('count on from each confirmation, whatever the wall clock shows', async () => {
    const { manager, record, access } = make()
    await record('cn=ops')
    const lines = (await manager.audit()).items.length
    for (let i = 0; i < 10; i++) {
      await pass(50 * minute)
      vi.setSystemTime(Date.now() - 24 * 60 * minute)
      expect(await record('cn=ops')).toMatchObject({ changed: false })
    }
    expect((await access()).can('job.run')).toBe(true)
    expect((await manager.audit()).items).toHaveLength(lines)
    await pass(60 * minute)
    expect((await access()).can('job.run')).toBe(false)
  })

  it('of one provider lapse without those of another', async () => {
    const { authorizer, manager, record } = make()
    await manager.replaceMappings(
      [...mappings, { provider: 'sso', group: 'everyone', roles: ['eu'] }],
      await manager.mappings(),
    )
    await record('cn=ops')
    await pass(30 * minute)
    await manager.recordGroups('ann', 'sso', { status: 'complete', groups: [] })
    await pass(30 * minute)
    const ann = await authorizer.access({ id: 'ann' })
    expect([ann.can('job.run'), ann.can('project.join', 'eu.a')]).toEqual([false, true])
  })

  it('that nothing confirms stay as they were, and lapse', async () => {
    const { manager, record, access } = make()
    await record('cn=ops')
    for (let i = 0; i < 4; i++) {
      await pass(15 * minute - 1)
      expect((await access()).can('job.run')).toBe(true)
      const outcome = { status: 'unknown', why: 'the directory is down' } as const
      expect(await manager.recordGroups('ann', 'ldap', outcome)).toMatchObject({ changed: false })
    }
    await pass(4)
    expect((await access()).can('job.run')).toBe(false)
  })

  it('whose time is none have lapsed', async () => {
    const { record, access } = make({}, (store) => ({
      ...store,
      view: async (id) => {
        const view = await store.view(id)
        const groups = view.subject?.groups.map((entry) => ({ ...entry, verifiedAt: Number.NaN })) ?? []
        return view.subject === null ? view : { ...view, subject: { ...view.subject, groups } }
      },
    }))
    await record('cn=ops')
    expect((await access()).can('job.run')).toBe(false)
  })
})

describe('A refusal', () => {
  const challenge = { 'cache-control': 'no-store', 'www-authenticate': 'Bearer realm="trilatch"' }
  const again = {
    code: 'TRILATCH_SIGN_IN_AGAIN',
    status: 401,
    expose: true,
    message: 'Sign in again to do this: what your groups allow has to be confirmed anew.',
    permissions: [],
    headers: challenge,
  }

  async function lapsed() {
    const made = make()
    await made.record('cn=ops')
    await pass(60 * minute)
    return { ...made, ann: await made.access() }
  }

  it('that the lapse alone causes is 401, with the same text everywhere', async () => {
    const { ann } = await lapsed()
    expect(thrown(() => ann.assert('job.run'))).toMatchObject(again)
    expect(thrown(() => ann.assert('project.join', 'eu.a'))).toMatchObject(again)
    expect(ann.decide('job.run')).toMatchObject({
      state: 'forbidden',
      reason: 'nothing-granted',
      text: again.message,
    })
    expect([ann.signedIn, ann.subjectId]).toEqual([true, 'ann'])
  })

  it('that the lapsed roles would not have changed stays 403', async () => {
    const { ann } = await lapsed()
    const forbidden = thrown(() => ann.assert('project.create'))
    expect(forbidden).toMatchObject({ code: 'TRILATCH_FORBIDDEN', status: 403 })
    expect(ann.decide('project.create').text).toBe('Requires permission: Project › Create Project')
    expect(thrown(() => ann.assert('project.join', 'us.a'))).toMatchObject({ status: 403 })
    expect(thrown(() => ann.assert('job.run', 'a//b'))).toMatchObject({ status: 400 })
  })

  it.each([
    ['all', ['job.run'], [], 401],
    ['all', ['job.run', 'project.create'], [], 403],
    ['any', ['job.run', 'project.create'], [], 401],
    ['any', ['project.delete', 'project.create'], [], 403],
    ['some', ['project.join'], [], 401],
    ['some', ['project.create'], [], 403],
    ['all', ['job.run'], [null], 401],
    ['all', ['project.create'], [null], 403],
    ['all', ['job.run'], [undefined], 400],
  ] as const)('of %s %j on %j is %d', async (kind, names, resources, status) => {
    const { ann } = await lapsed()
    for (const disclose of ['permission', 'generic', 'not-found'] as const) {
      const options = { permissions, disclose, realm: 'trilatch' }
      const refusal = enforce(ann, requirement(permissions, kind, [...names]), options, resources)
      const expected = status === 403 && disclose === 'not-found' ? 404 : status
      expect([disclose, refusal?.status]).toEqual([disclose, expected])
      expect(refusal?.code === 'TRILATCH_SIGN_IN_AGAIN').toBe(status === 401)
    }
  })

  it('of somebody suspended, or who was never in the group, does not ask to sign in again', async () => {
    const { authorizer, manager, ann } = await lapsed()
    await manager.createUser({ id: 'ann' })
    await manager.suspendUser('ann')
    const suspended = await authorizer.access({ id: 'ann' })
    expect(thrown(() => suspended.assert('job.run'))).toMatchObject({
      code: 'TRILATCH_FORBIDDEN',
      status: 403,
    })
    expect(thrown(() => ann.assert('job.run'))).toBeInstanceOf(Refusal)
    const ben = await authorizer.access({ id: 'ben' })
    expect(thrown(() => ben.assert('job.run'))).toMatchObject({ status: 403 })
  })

  it('is not made by a row that was taken away meanwhile', async () => {
    const { manager, access } = await lapsed()
    const { rows, ...seen } = await manager.mappings()
    const left = rows.filter(({ roles }) => roles.includes('admin'))
    expect(left).not.toHaveLength(rows.length)
    await manager.replaceMappings(left, seen)
    const ann = await access()
    expect(thrown(() => ann.assert('job.run'))).toMatchObject({ status: 403 })
  })

  it('of an administrator whose groups were not refreshed asks to sign in again', async () => {
    const { record, access } = make()
    await record('cn=root')
    await pass(15 * minute)
    const ann = await access()
    expect(thrown(() => ann.assert('project.create'))).toMatchObject(again)
  })
})

describe('A lapse that this process sees', () => {
  it('is looked at again in the store, once a second, before anybody is refused', async () => {
    let rereads = 0
    const { record, access } = make({}, (store) => ({
      ...store,
      reread: async (id) => {
        rereads++
        return store.view(id)
      },
    }))
    await record('cn=ops')
    await access()
    expect(rereads).toBe(0)
    await pass(60 * minute)
    expect((await access()).can('job.run')).toBe(false)
    expect(rereads).toBe(1)
    for (let i = 0; i < 10; i++) await access()
    expect(rereads).toBe(1)
    await pass(1_000)
    await Promise.all([access(), access(), access()])
    expect(rereads).toBe(2)
  })

  it('is over when another process has confirmed the groups, whatever this one still holds', async () => {
    const inner = memoryStore({ roles, mappings })
    let held: Awaited<ReturnType<Store['view']>> | undefined
    const holding: Store = {
      ...inner,
      view: async (id) => (id === 'ann' ? (held ??= await inner.view(id)) : inner.view(id)),
      reread: async (id) => (held = await inner.view(id)),
    }
    const here = createAuthorizer({ permissions, store: holding })
    const elsewhere = createAuthorizer({ permissions, store: inner }).manage('sync')
    const complete = { status: 'complete', groups: [{ name: 'cn=ops' }] } as const
    await elsewhere.recordGroups('ann', 'ldap', complete)
    expect((await here.access({ id: 'ann' })).can('job.run')).toBe(true)
    await pass(40 * minute)
    await elsewhere.recordGroups('ann', 'ldap', complete)
    await pass(30 * minute)
    expect((await here.access({ id: 'ann' })).can('job.run')).toBe(true)
    await pass(30 * minute)
    expect((await here.access({ id: 'ann' })).can('job.run')).toBe(false)
  })
})
