// The last mapping row that leads to administrators, where nobody is one by assignment.
import { describe, expect, it } from 'vitest'
import type { MappingRow } from '../../src/index.ts'
import { managed, roles } from './support.ts'

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
    await manager.replaceMappings([], await manager.mappings())
    expect(asked).toStrictEqual([
      ['admin', { limit: 200 }],
      ['admin', { limit: 200, after: 'ann' }],
      ['admin', { limit: 200, after: 'ben' }],
    ])
  })
})
