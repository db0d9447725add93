// What would change by other rows or groups, before anything is written.
import { describe, expect, it } from 'vitest'
import { a, b, complete, gone, recording } from './recording.ts'

const row = { provider: 'ldap', group: 'a', roles: ['r'] }
const none = { gains: [], loses: [] }

describe('A preview of groups', () => {
  it('is of one provider beside what others have said', async () => {
    const sso = { ...row, provider: 'sso', group: 'b' }
    const { manager, said } = recording(undefined, [row, sso])
    const preview = (outcome: Parameters<typeof manager.previewGroups>[2]) =>
      manager.previewGroups('ann', 'ldap', outcome)
    expect(await preview(complete(b))).toEqual({ ...none, recorded: false })
    await manager.recordGroups('ann', 'sso', complete(b))
    // Another provider gives the role as well: nothing is gained, and nothing is recorded of this one.
    expect(await preview(complete(a))).toEqual({ ...none, recorded: false })
    await manager.recordGroups('ann', 'ldap', complete(a))
    expect(await preview(gone)).toEqual({ ...none, recorded: true })
    await manager.recordGroups('ann', 'sso', complete())
    expect(await preview(gone)).toEqual({ gains: [], loses: [{ role: 'r' }], recorded: true })
    expect(await said()).toEqual([['ldap', 'a'], ['sso']])
  })

  it('is refused of what is no subject, provider or list of groups', async () => {
    const { manager } = recording()
    const invalid = { code: 'TRILATCH_GROUPS_INVALID', status: 422 }
    await expect(manager.previewGroups('a\0', 'ldap', gone)).rejects.toMatchObject({
      code: 'TRILATCH_SUBJECT_INVALID',
    })
    const provider = manager.previewGroups('ann', '', gone)
    await expect(provider).rejects.toMatchObject(invalid)
    await expect(provider).rejects.toThrow('Cannot use the provider:')
    const groups = manager.previewGroups('ann', 'ldap', complete({ name: '' }))
    await expect(groups).rejects.toMatchObject(invalid)
    await expect(groups).rejects.toThrow('Cannot use the groups:')
  })
})

describe('A preview of mapping rows', () => {
  it('ends with a page that has no next, and is refused of what are no rows', async () => {
    const { manager } = recording()
    for (const id of ['ann', 'ben']) await manager.createUser({ id })
    await manager.recordGroups('ann', 'ldap', complete(a))
    expect(await manager.previewMappings([row])).toStrictEqual({
      items: [{ subject: 'ann', gains: [{ role: 'r' }], loses: [] }],
    })
    await expect(manager.previewMappings([{ ...row, group: 7 }] as never)).rejects.toThrow(
      'Cannot use the mappings:',
    )
  })
})
