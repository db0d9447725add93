// An administrator role cannot be held with a scope, so a role that is held so cannot become one.
import { describe, expect, it } from 'vitest'
import { everything, managed } from './support.ts'

const scoped = (action: string) => ({
  code: 'TRILATCH_ADMINISTRATOR_ROLE',
  message: `Cannot complete ${action}: role "runner" is held with a scope, and no administrator role can be`,
  status: 409,
})

describe('Marking a role as administrator', () => {
  it('is refused while somebody holds it with a scope, and changes nothing', async () => {
    const { manager, store } = managed()
    await manager.assign({ subject: 'ann', role: 'runner', scope: 'eu.*' })
    await manager.assign({ subject: 'ben', role: 'runner' })
    const before = await everything(store)
    const seen = await manager.role('runner')
    const written = manager.replaceRole('runner', { administrator: true, rules: [] }, seen)
    await expect(written).rejects.toMatchObject(scoped('role.update'))
    expect(await everything(store)).toEqual(before)
  })

  it('is done once nobody does', async () => {
    const { manager, authorizer } = managed()
    const held = { subject: 'ann', role: 'runner', scope: 'eu.*' } as const
    await manager.assign(held)
    await manager.assign({ subject: 'ben', role: 'runner' })
    await manager.unassign(held)
    await manager.replaceRole('runner', { administrator: true, rules: [] }, await manager.role('runner'))
    const reasons = ['ann', 'ben'].map(async (id) => (await authorizer.decide({ id }, 'project.join')).reason)
    expect(await Promise.all(reasons)).toEqual(['nothing-granted', 'administrator'])
  })

  it('is refused to a scoped assignment that was planned before and comes later', async () => {
    const { manager } = managed()
    await manager.replaceRole('runner', { administrator: true, rules: [] }, await manager.role('runner'))
    await expect(manager.assign({ subject: 'ann', role: 'runner', scope: 'eu.*' })).rejects.toMatchObject({
      code: 'TRILATCH_ADMINISTRATOR_ROLE',
      message: 'Cannot assign "runner" with a scope: it is an administrator role',
      status: 422,
    })
  })

  it('and giving it with a scope at the same time never both succeed', async () => {
    for (let i = 0; i < 20; i++) {
      const { manager } = managed()
      const seen = await manager.role('runner')
      const both = [
        () => manager.replaceRole('runner', { administrator: true, rules: [] }, seen),
        () => manager.assign({ subject: 'ann', role: 'runner', scope: 'eu.*' }),
      ]
      const settled = await Promise.allSettled((i % 2 === 0 ? both : both.toReversed()).map((run) => run()))
      const reasons = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
      expect(reasons).toMatchObject([{ code: 'TRILATCH_ADMINISTRATOR_ROLE' }])
    }
  })
})
