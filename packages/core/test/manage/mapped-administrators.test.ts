// The last mapping row that leads to administrators, where nobody is one by assignment.
import { describe, expect, it } from 'vitest'
import type { MappingRow } from '../../src/index.ts'
import { everything, lastByGroup, managed, roles, showing, watched } from './support.ts'

type Manager = ReturnType<typeof managed>['manager']

const row = (group: string, ...ids: string[]): MappingRow => ({ provider: 'acme', group, roles: ids })
const options = { providers: { acme: 'path' } } as const
const last = (action: string) => ({
  code: 'TRILATCH_LAST_ADMINISTRATOR',
  message: `Cannot complete ${action}: no group would lead to an administrator role any more, and nobody is an administrator by assignment`,
  status: 409,
})
const leading = row('acme/boss', 'admin')

describe('Where nobody is an administrator by assignment', () => {
  it('the last row that leads to one stays, whatever else changes', async () => {
    const second = { id: 'second', administrator: true, rules: [] }
    const { manager } = managed(
      {
        roles: [...roles, second],
        assignments: [],
        mappings: [leading, row('acme/second', 'second'), row('acme/dev', 'eu')],
      },
      undefined,
      options,
    )
    const put = async (...rows: MappingRow[]) => manager.replaceMappings(rows, await manager.mappings())
    // Of two rows, one may go, and so may a role that one does not lead to.
    await manager.deleteRole('second')
    await manager.replaceRole('eu', { rules: [] }, await manager.role('eu'))
    await put(leading, row('acme/ops', 'eu', 'runner'))
    await expect(put(row('acme/ops', 'eu', 'runner'))).rejects.toMatchObject(last('mappings.replace'))
    await expect(manager.deleteRole('admin')).rejects.toMatchObject(last('role.delete'))
    await manager.replaceRole(
      'admin',
      { title: 'A', administrator: true, rules: [] },
      await manager.role('admin'),
    )
    expect((await manager.mappings()).rows).toContainEqual(leading)
  })

  it('whoever has an ordinary role is none, and a row to several roles leads to each', async () => {
    const assignments = [{ subject: 'ann', role: 'eu' }]
    const { manager } = managed(
      { assignments, mappings: [row('acme/boss', 'eu', 'admin')] },
      undefined,
      options,
    )
    await expect(manager.replaceMappings([], await manager.mappings())).rejects.toMatchObject(
      last('mappings.replace'),
    )
    expect((await manager.mappings()).rows).toHaveLength(1)
  })

  it.each<MappingRow>([
    row('acme/**', 'second'),
    row('everyone', 'second'),
    { ...row('acme/dev', 'second'), scope: 'eu.*' },
  ])('a row that can make none stands in for none: %j', async (stored) => {
    const second = { id: 'second', administrator: true, rules: [] }
    const content = { roles: [...roles, second], assignments: [], mappings: [leading] }
    const { manager } = managed(content, showing([leading, stored]), options)
    await expect(manager.deleteRole('admin')).rejects.toMatchObject(last('role.delete'))
  })

  it('rows that lead to none come and go', async () => {
    const { manager } = managed({ assignments: [], mappings: [row('acme/dev', 'eu')] }, undefined, options)
    expect(await manager.replaceMappings([], await manager.mappings())).toMatchObject({ changed: true })
    expect(await manager.deleteRole('eu')).toMatchObject({ changed: true })
  })
})

describe('Somebody who is an administrator by assignment', () => {
  it('is found behind pages of others who are suspended, and nobody is looked at behind them', async () => {
    const asked: unknown[] = []
    const { manager } = managed(
      { assignments: [], mappings: [leading] },
      (store) => ({
        ...store,
        members: (role, query) => {
          asked.push([role, query])
          // A store that gives short pages.
          return store.members(role, { ...query, limit: 1 })
        },
      }),
      options,
    )
    for (const id of ['ann', 'ben', 'cleo', 'dan']) {
      await manager.createUser({ id })
      if (id < 'cleo') await manager.suspendUser(id)
      await manager.assign({ subject: id, role: 'admin' })
    }
    asked.length = 0
    await manager.replaceMappings([], await manager.mappings())
    expect(asked).toStrictEqual([
      ['admin', { limit: 200 }],
      ['admin', { limit: 200, after: 'ann' }],
      ['admin', { limit: 200, after: 'ben' }],
    ])
  })
})

describe('Where some are administrators by a group and nobody is by assignment', () => {
  /** Users whose recorded groups make the first ones administrators. */
  async function grouped(bosses: readonly string[], others: readonly string[] = []) {
    const all = managed({ assignments: [], mappings: [leading] }, undefined, options)
    for (const id of [...bosses, ...others]) await all.manager.createUser({ id })
    const complete = (name: string) => ({ status: 'complete', groups: [{ name }] }) as const
    for (const id of bosses) await all.manager.recordGroups(id, 'acme', complete('acme/boss'))
    for (const id of others) await all.manager.recordGroups(id, 'acme', complete('acme/dev'))
    const as = (id: string) => all.authorizer.manage(id, { as: { id } })
    const rows = async (...groups: string[]) =>
      as('ann').replaceMappings(
        groups.map((group) => row(group, 'admin')),
        await all.manager.mappings(),
      )
    return { ...all, as, rows }
  }

  it('the last one stays, whoever wants them gone', async () => {
    const { manager, as, rows, store } = await grouped(['ann'], ['bob'])
    const before = await everything(store)
    for (const writing of [as('ann'), manager]) {
      await expect(writing.suspendUser('ann')).rejects.toMatchObject(lastByGroup('user.suspend'))
      await expect(writing.deleteUser('ann')).rejects.toMatchObject(lastByGroup('user.delete'))
    }
    await expect(rows('acme/nobody')).rejects.toMatchObject(lastByGroup('mappings.replace'))
    expect(await everything(store)).toMatchObject({ users: (before as { users?: unknown }).users })
    // Others come and go, and so does what leaves somebody.
    await manager.suspendUser('bob')
    await manager.deleteUser('bob')
    await rows('acme/boss', 'acme/other')
    await rows('acme/boss')
    expect((await manager.mappings()).rows).toEqual([leading])
  })

  it('one of two may go, and the other stays then', async () => {
    const { manager, as } = await grouped(['ann', 'zoe'])
    await as('ann').suspendUser('ann')
    await expect(manager.deleteUser('zoe')).rejects.toMatchObject(lastByGroup('user.delete'))
    await manager.restoreUser('ann')
    await manager.deleteUser('zoe')
  })

  it('one of two stays also where each takes the other away at the same moment', async () => {
    const { manager, as } = await grouped(['ann', 'zoe'])
    const both = await Promise.allSettled([as('ann').suspendUser('zoe'), as('zoe').suspendUser('ann')])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const suspended = (await manager.users()).items.filter(({ user }) => user.suspended)
    expect(suspended).toHaveLength(1)
  })

  it.each([
    ['goes', async (other: Manager) => other.suspendUser('zoe')],
    [
      'loses the row of their group',
      async (other: Manager) => other.replaceMappings([leading], await other.mappings()),
    ],
  ])('who was found to stay, and %s just before the write, does not count', async (_, meanwhile) => {
    const rows = [leading, row('acme/dev', 'admin')]
    const { manager, other, before } = watched({ assignments: [], mappings: rows }, options)
    for (const [id, name] of [
      ['ann', 'acme/boss'],
      ['zoe', 'acme/dev'],
    ] as const) {
      await manager.createUser({ id })
      await manager.recordGroups(id, 'acme', { status: 'complete', groups: [{ name }] })
    }
    before(() => meanwhile(other))
    await expect(manager.suspendUser('ann')).rejects.toMatchObject(lastByGroup('user.suspend'))
  })

  it('the last one stays where a role is removed or loses its mark, and goes with neither', async () => {
    const { manager, store } = managed(
      {
        roles: [...roles, { id: 'second', administrator: true, rules: [] }],
        assignments: [],
        mappings: [leading, row('acme/dev', 'second')],
      },
      undefined,
      options,
    )
    await manager.createUser({ id: 'bob' })
    await manager.recordGroups('bob', 'acme', { status: 'complete', groups: [{ name: 'acme/dev' }] })
    const before = await everything(store)
    await expect(manager.deleteRole('second')).rejects.toMatchObject(lastByGroup('role.delete'))
    await expect(
      manager.replaceRole('second', { rules: [] }, await manager.role('second')),
    ).rejects.toMatchObject(lastByGroup('role.update'))
    expect((await everything(store)).policy).toEqual(before.policy)
    await manager.replaceRole(
      'second',
      { title: 'S', administrator: true, rules: [] },
      await manager.role('second'),
    )
    await manager.deleteRole('admin')
    await manager.updateUser('bob', { title: 'Bob' }, await manager.user('bob'))
  })

  it('one of two stays also where one goes and the row of the other, at the same moment', async () => {
    const { manager, as } = await grouped(['ann'], ['zoe'])
    await manager.replaceMappings([leading, row('acme/dev', 'admin')], await manager.mappings())
    const seen = await manager.mappings()
    const both = await Promise.allSettled([
      as('ann').suspendUser('zoe'),
      as('zoe').replaceMappings([row('acme/dev', 'admin')], seen),
    ])
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('an administrator by assignment is enough', async () => {
    const { manager, as } = await grouped(['ann'])
    await manager.assign({ subject: 'root', role: 'admin' })
    await as('ann').suspendUser('ann')
  })

  it('rows that led nobody there may be changed before anybody has signed in', async () => {
    const { manager, rows } = await grouped([], ['bob'])
    await manager.replaceMappings([row('acme/other', 'admin')], await manager.mappings())
    expect((await manager.mappings()).rows).toEqual([row('acme/other', 'admin')])
    await expect(rows('acme/boss')).rejects.toMatchObject({ status: 403 })
  })

  it('is looked for among a thousand users at most, and whoever writes', async () => {
    const asked: unknown[] = []
    const { manager } = managed(
      { assignments: [], mappings: [leading] },
      (store) => ({
        ...store,
        users: (query) => {
          asked.push(query)
          return store.users(query)
        },
      }),
      options,
    )
    const boss = { status: 'complete', groups: [{ name: 'acme/boss' }] } as const
    for (const id of ['a', 'zz']) {
      await manager.createUser({ id })
      await manager.recordGroups(id, 'acme', boss)
    }
    for (let i = 0; i < 1_010; i++) await manager.createUser({ id: `m${String(i).padStart(4, '0')}` })
    await expect(manager.suspendUser('a')).rejects.toMatchObject(lastByGroup('user.suspend'))
    expect(asked).toStrictEqual([
      { limit: 200 },
      ...['m0198', 'm0398', 'm0598', 'm0798'].map((after) => ({ limit: 200, after })),
    ])
    await expect(manager.suspendUser('zz')).resolves.toMatchObject({ changed: true })
    expect(asked).toHaveLength(6)
  })
})
