// Several applications share a store: a write preserves rules of permissions that this one does not know.
import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/index.ts'
import { forbid, grant } from '../authorizer/support.ts'
import { managed } from './support.ts'

const theirs = forbid('billing.refund')
const make = () => managed({ roles: [{ id: 'shared', rules: [grant('job.run'), theirs] }], assignments: [] })
type Manager = ReturnType<typeof make>['manager']
const rulesOf = async (manager: Manager): Promise<readonly Rule[]> =>
  (await manager.role('shared')).role.rules
const refused = {
  code: 'TRILATCH_PERMISSION_UNKNOWN',
  message: expect.stringContaining('unknown permission "billing.refund".') as string,
}

describe('Rules of permissions that this application does not know', () => {
  it('stay when another rule is set', async () => {
    const { manager } = make()
    await manager.setRule('shared', forbid('job'), await manager.role('shared'))
    expect(await rulesOf(manager)).toEqual([grant('job.run'), theirs, forbid('job')])
  })

  it('may be written back as they were read', async () => {
    const { manager } = make()
    const { role, version } = await manager.role('shared')
    await manager.replaceRole('shared', { title: 'New', rules: role.rules as never }, { version })
    expect(await rulesOf(manager)).toEqual(role.rules)
  })

  it('stay when a whole role is replaced by somebody who left them out', async () => {
    const { manager } = make()
    await manager.replaceRole('shared', { rules: [] }, await manager.role('shared')).catch(() => {})
    expect(await rulesOf(manager)).toContainEqual(theirs)
  })

  it('cannot be added to a role that has none', async () => {
    const { manager } = managed()
    const seen = await manager.role('eu')
    await expect(manager.replaceRole('eu', { rules: [theirs as never] }, seen)).rejects.toMatchObject(refused)
    await expect(manager.setRule('eu', theirs as never, seen)).rejects.toMatchObject(refused)
    await expect(manager.createRole({ id: 'new', rules: [theirs as never] })).rejects.toMatchObject(refused)
  })

  it.each([[[grant('billing.refund')]], [[theirs, grant('billing.refund', 'x.*')]]])(
    'cannot be turned round or multiplied: %j',
    async (rules) => {
      const { manager } = make()
      const seen = await manager.role('shared')
      await expect(manager.replaceRole('shared', { rules: rules as never }, seen)).rejects.toMatchObject(
        refused,
      )
      await expect(manager.setRule('shared', rules.at(-1) as never, seen)).rejects.toMatchObject(refused)
    },
  )

  it('stay when another role is written or deleted', async () => {
    const { manager } = make()
    await manager.createRole({ id: 'heir', inherits: ['shared'], rules: [] })
    await manager.deleteRole('heir')
    expect(await rulesOf(manager)).toEqual([grant('job.run'), theirs])
  })
})
