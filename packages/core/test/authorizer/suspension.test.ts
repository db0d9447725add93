// Suspension forbids everything, whoever says it and whatever the roles say.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import { permissions } from './support.ts'

const roles = [{ id: 'admin', administrator: true, rules: [] }] as const
const authorizer = createAuthorizer({ permissions, roles })

describe('Suspension', () => {
  it.each([true, 1, 'false', 'no', {}, []])(
    'is anything truthy, and beats the administrator role: %j',
    async (suspended) => {
      const access = await authorizer.access({ id: 'ann', roles: ['admin'], suspended } as never)
      expect(access.decide('job.run')).toMatchObject({ state: 'forbidden', reason: 'suspended' })
      expect([access.can('job.run'), access.can('job.run', 'a'), access.canSome('job.run')]).toEqual([
        false,
        false,
        false,
      ])
      expect(access.filter('job.run', ['a'])).toEqual([])
    },
  )

  it('is not false and not its absence', async () => {
    expect((await authorizer.access({ id: 'ann', roles: ['admin'], suspended: false })).can('job.run')).toBe(
      true,
    )
  })

  it('is that of the stored user too', async () => {
    const own = createAuthorizer({ permissions, store: memoryStore({ roles }) })
    await own.manage('boss').createUser({ id: 'ann' })
    await own.manage('boss').suspendUser('ann')
    const ann = { id: 'ann', roles: ['admin'], suspended: false }
    expect((await own.access(ann)).decide('job.run').reason).toBe('suspended')
  })
})
