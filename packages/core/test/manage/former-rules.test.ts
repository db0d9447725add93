// Setting one cell of a permission that had another name before: the stored rule of that name is the same cell.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore, PolicyError } from '../../src/index.ts'
import type { Rule } from '../../src/index.ts'
import { forbid, grant } from '../authorizer/support.ts'

const permissions = definePermissions({
  'project.delete': { title: 'Delete Project', formerly: ['project.remove', 'project.erase'] },
  'project.join': 'Join Project',
})
const stored = (...rules: Rule[]) => {
  const store = memoryStore({ roles: [{ id: 'lead', rules }] })
  const authorizer = createAuthorizer({ permissions, store })
  const manager = authorizer.manage('boss')
  const set = async (rule: object): Promise<readonly Rule[]> => {
    await manager.setRule('lead', rule as never, await manager.role('lead'))
    return (await manager.role('lead')).role.rules
  }
  return { authorizer, manager, set }
}

describe('Setting a rule of a permission with a former name', () => {
  it('replaces what is stored under the former name', async () => {
    const { authorizer, set } = stored(grant('project'), forbid('project.remove'))
    expect(await set(grant('project.delete'))).toEqual([grant('project'), grant('project.delete')])
    const access = await authorizer.access({ id: 'ann', roles: ['lead'] })
    expect(access.can('project.delete')).toBe(true)
  })

  it('replaces a Granted of the former name by Forbidden', async () => {
    const { authorizer, set } = stored(grant('project.remove'), grant('project.erase'))
    expect(await set(forbid('project.delete'))).toEqual([forbid('project.delete')])
    const decision = await authorizer.decide({ id: 'ann', roles: ['lead'] }, 'project.delete')
    expect([decision.state, decision.reason]).toEqual(['forbidden', 'forbidden'])
  })

  it('removes it with unspecified, whichever name says so', async () => {
    for (const permission of ['project.delete', 'project.remove', 'project.erase']) {
      const { authorizer, set } = stored(grant('project.remove'), grant('project.join'))
      expect(await set({ permission, state: 'unspecified' })).toEqual([grant('project.join')])
      const access = await authorizer.access({ id: 'ann', roles: ['lead'] })
      expect(access.can('project.delete')).toBe(false)
    }
  })

  it('leaves cells with another context, and says the name of today', async () => {
    const { set } = stored(grant('project.remove'), grant('project.remove', 'eu.*'))
    expect(await set(forbid('project.remove', 'eu.*'))).toEqual([
      grant('project.remove'),
      forbid('project.delete', 'eu.*'),
    ])
    expect(await set(forbid('project.erase', '**'))).toEqual([
      forbid('project.delete', 'eu.*'),
      forbid('project.delete'),
    ])
  })
})

describe('Setting a rule of an unknown permission', () => {
  it.each(['granted', 'forbidden', 'unspecified'])('is refused and changes nothing: %s', async (state) => {
    const rules = [forbid('billing.refund'), grant('project')]
    for (const permission of ['billing.refund', 'project.delte', '', '**', 'Project', '__proto__']) {
      const { manager, set } = stored(...rules)
      const lines = (await manager.audit()).items.length
      const error: unknown = await set({ permission, state }).catch((reason: unknown) => reason)
      expect(error).toBeInstanceOf(PolicyError)
      expect(error).toMatchObject({ code: 'TRILATCH_PERMISSION_UNKNOWN', status: 422 })
      const begin = `Cannot use the rule of role "lead": permission: unknown permission ${JSON.stringify(permission)}.`
      expect((error as Error).message.startsWith(begin)).toBe(true)
      expect((await manager.role('lead')).role.rules).toEqual(rules)
      expect((await manager.audit()).items).toHaveLength(lines)
    }
  })

  it('tells what was probably meant', async () => {
    const { set } = stored()
    await expect(set({ permission: 'project.delte', state: 'unspecified' })).rejects.toThrow(
      'Did you mean "project.delete"?',
    )
  })

  it.each([undefined, null, 7, ['project.delete']])(
    'is refused when it is no text: %j',
    async (permission) => {
      const { set } = stored()
      await expect(set({ permission, state: 'unspecified' })).rejects.toMatchObject({
        code: 'TRILATCH_POLICY_INVALID',
        message: expect.stringContaining('permission: Invalid input: expected string') as string,
      })
    },
  )
})
