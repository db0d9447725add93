// Many writers at once: nothing is half-written, nothing is lost, and who saw an old version is told.
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { Store } from '../../src/index.ts'
import { permissions } from '../authorizer/support.ts'
import { conflict, lastAdministrator, managed } from './support.ts'

/** A store in which every call takes a turn of its own, so that writers meet in every order. */
function slow(store: Store): Store {
  const wait = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * 5))
  return {
    ...store,
    view: async (subject) => (await wait(), store.view(subject)),
    write: async (change) => (await wait(), store.write(change)),
    members: async (role, query) => (await wait(), store.members(role, query)),
  }
}

const hundred = Array.from({ length: 100 }, (_, i) => i)
const many = async (write: (i: number) => Promise<unknown>) => {
  const settled = await Promise.allSettled(hundred.map(write))
  const reasons = settled.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  )
  return { done: settled.filter(({ status }) => status === 'fulfilled').length, reasons }
}

describe.each([
  ['a fast store', (store: Store) => store],
  ['a slow store', slow],
])('Over %s', (_, wrap) => {
  it('of 100 replacements of the members of a role one is done, whole, and 99 are told of a conflict', async () => {
    const { manager } = managed({}, wrap)
    const { version } = await manager.members('eu')
    const lists = hundred.map((i) => [`a${i}`, `b${i}`, `c${i}`])
    const { done, reasons } = await many((i) => manager.replaceMembers('eu', lists[i] ?? [], { version }))
    expect([done, reasons.length]).toEqual([1, 99])
    for (const reason of reasons) expect(reason).toMatchObject(conflict('the members of "eu"'))
    expect(lists).toContainEqual((await manager.members('eu')).items)
    expect((await manager.audit()).items).toHaveLength(1)
  })

  it('of 100 replacements of a role one is done and 99 are told of a conflict', async () => {
    const { manager } = managed({}, wrap)
    const seen = await manager.role('eu')
    const { done, reasons } = await many((i) =>
      manager.replaceRole('eu', { title: `T${i}`, rules: [] }, seen),
    )
    expect([done, reasons.length]).toEqual([1, 99])
    for (const reason of reasons) expect(reason).toMatchObject(conflict('role "eu"'))
    expect((await manager.role('eu')).role.title).toMatch(/^T\d+$/)
  })

  it('100 assignments of one role to different subjects all succeed', async () => {
    const { manager } = managed({}, wrap)
    const { done, reasons } = await many((i) => manager.assign({ subject: `s${i}`, role: 'eu' }))
    expect(reasons).toEqual([])
    expect(done).toBe(100)
    expect((await manager.members('eu', { limit: 200 })).items).toHaveLength(100)
    const { items } = await manager.audit({ limit: 200 })
    expect(items.map(({ sequence }) => sequence)).toEqual(hundred.map((i) => 100 - i))
  })

  it('100 assignments to one subject all succeed', async () => {
    const { manager } = managed({}, wrap)
    const { done, reasons } = await many((i) =>
      manager.assign({ subject: 'ann', role: 'eu', scope: `p${i}` }),
    )
    expect(reasons).toEqual([])
    expect(done).toBe(100)
    expect((await manager.rolesOf('ann')).assignments).toHaveLength(100)
  })

  it('100 new roles with different ids all succeed', async () => {
    const { manager } = managed({}, wrap)
    const { reasons } = await many((i) => manager.createRole({ id: `r${i}`, rules: [] }))
    expect(reasons).toEqual([])
    expect(await manager.roles()).toHaveLength(103)
  })

  it('100 new users with one address leave one', async () => {
    const { manager } = managed({}, wrap)
    const { done, reasons } = await many((i) => manager.createUser({ id: `u${i}`, email: 'ann@example.com' }))
    expect([done, reasons.length]).toEqual([1, 99])
    for (const reason of reasons) expect(reason).toMatchObject({ code: 'TRILATCH_USER_EXISTS', status: 409 })
    expect((await manager.users()).items).toHaveLength(1)
  })

  it('two administrators who remove each other at once leave one', async () => {
    const { authorizer } = managed(
      { assignments: ['ann', 'ben'].map((subject) => ({ subject, role: 'admin' })) },
      wrap,
    )
    const outcomes = await Promise.allSettled([
      authorizer.manage('ann').unassign({ subject: 'ben', role: 'admin' }),
      authorizer.manage('ben').unassign({ subject: 'ann', role: 'admin' }),
    ])
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected')
    expect(refused.map(({ reason }) => reason as unknown)).toEqual([
      expect.objectContaining(lastAdministrator('subject.unassign')),
    ])
    expect((await authorizer.manage('ann').members('admin')).items).toHaveLength(1)
  })

  it('an assignment and the deletion of its role leave no assignment of a role that is gone', async () => {
    const { manager, store } = managed({}, wrap)
    await Promise.allSettled([
      ...hundred.slice(0, 20).map((i) => manager.assign({ subject: `s${i}`, role: 'eu' })),
      manager.deleteRole('eu'),
      ...hundred.slice(20, 40).map((i) => manager.assign({ subject: `s${i}`, role: 'eu' })),
    ])
    expect(await store.held('eu')).toBe(false)
    for (const i of hundred.slice(0, 40)) expect((await manager.rolesOf(`s${i}`)).roles).toEqual([])
  })
})

describe('A store that never lets a write through', () => {
  it('ends in a conflict, not in an endless loop', async () => {
    const { store } = managed()
    let writes = 0
    const stubborn: Store = {
      ...store,
      write: async () => {
        writes++
        return { status: 'refused', reason: 'conflict', detail: 'policy has changed in the meantime' }
      },
    }
    const manager = createAuthorizer({ permissions, store: stubborn }).manage('boss')
    await expect(manager.assign({ subject: 'ann', role: 'eu' })).rejects.toMatchObject({
      code: 'TRILATCH_CONFLICT',
      message: 'Cannot complete subject.assign: policy has changed in the meantime',
      status: 409,
    })
    expect(writes).toBeGreaterThan(1)
    expect(writes).toBeLessThan(1_000)
  })
})
