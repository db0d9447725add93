// The roles that the store gives somebody, and by what.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { MappingRow } from '../../src/index.ts'
import { permissions } from '../authorizer/support.ts'
import { managed, roles } from './support.ts'

const row = (group: string, ...ids: string[]): MappingRow => ({ provider: 'acme', group, roles: ids })

describe('The roles that somebody is given', () => {
  it('are those assigned, with their scopes, and those of groups, with row and group', async () => {
    const mappings = [row('acme/**', 'eu'), row('everyone', 'runner'), row('acme/ops', 'admin')]
    const store = memoryStore({ roles, mappings })
    const manager = createAuthorizer({ permissions, store, providers: { acme: 'path' } }).manage('x')
    await manager.assign({ subject: 'ann', role: 'eu' })
    await manager.assign({ subject: 'ann', role: 'runner', scope: 'us.*' })
    await manager.recordGroups('ann', 'acme', { status: 'complete', groups: [{ name: 'acme/ops' }] })
    const mapped = (group: string, by?: string) => ({
      source: 'mapped',
      mapped: { provider: 'acme', group, ...(by === undefined ? {} : { by }) },
    })
    expect(await manager.heldRolesOf('ann')).toStrictEqual([
      { role: 'eu', source: 'assigned' },
      { role: 'runner', source: 'assigned', scope: 'us.*' },
      { role: 'eu', ...mapped('acme/**', 'acme/ops') },
      { role: 'runner', ...mapped('everyone') },
      { role: 'admin', ...mapped('acme/ops', 'acme/ops') },
    ])
  })

  it('are no administrator role by a row that names more than one group, whatever is stored', async () => {
    const store = memoryStore({ roles })
    const mappings = [row('acme/**', 'admin', 'eu')]
    const shown = {
      ...store,
      view: async (id: string | null) => {
        const view = await store.view(id)
        return { ...view, policy: { ...view.policy, mappings } }
      },
    }
    const manager = createAuthorizer({ permissions, store: shown, providers: { acme: 'path' } }).manage('x')
    await manager.recordGroups('ann', 'acme', { status: 'complete', groups: [{ name: 'acme/ops' }] })
    expect((await manager.heldRolesOf('ann')).map(({ role }) => role)).toEqual(['eu'])
  })

  it('are asked of a subject', async () => {
    const { manager } = managed()
    const improper = { code: 'TRILATCH_SUBJECT_INVALID' }
    await expect(manager.heldRolesOf('a\0')).rejects.toMatchObject(improper)
    await expect(manager.rolesOf('a\0')).rejects.toMatchObject(improper)
  })
})
