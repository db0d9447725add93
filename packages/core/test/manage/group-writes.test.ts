// What the writes of recorded groups rely on and tell.
import { describe, expect, it } from 'vitest'
import { entryId } from '../../src/index.ts'
import { a, additive, b, complete, gone, recording } from './recording.ts'

describe('Recorded groups with a role of an additive row', () => {
  it('rely on the policy, on what was given before and on the record, and tell what they give', async () => {
    const { store, manager, changes } = recording(undefined, [additive])
    await manager.recordGroups('ann', 'ldap', complete(b))
    const record = (await store.view('ann')).subject
    const { policy } = await store.view(null)
    await manager.recordGroups('ann', 'ldap', complete(a))
    const put = changes[1]?.operations.find(({ kind }) => kind === 'put-entry')
    const entry = put?.kind === 'put-entry' ? entryId(put.entry) : undefined
    expect(entry).toMatch(/^additive:/)
    expect(changes[1]?.expect).toEqual([
      { kind: 'policy', id: '', version: policy.version },
      { kind: 'entry', id: entry, version: null },
      { kind: 'subject', id: 'ann', version: record?.version },
    ])
    expect(changes[1]?.audit).toMatchObject({
      before: { provider: 'ldap', groups: [b] },
      after: { provider: 'ldap', groups: [a], assigned: [{ role: 'r' }] },
    })
  })

  it('are refused where that is more than is kept of one subject', async () => {
    const rows = Array.from({ length: 70 }, (_, i) => ({ ...additive, scope: `${i}${'x'.repeat(250)}` }))
    const { store, manager } = recording(undefined, rows)
    await expect(manager.recordGroups('ann', 'ldap', complete(a))).rejects.toMatchObject({
      code: 'TRILATCH_GROUPS_INVALID',
      message: 'Cannot record the groups: additive rows lead to more roles than are kept of one subject',
      status: 422,
    })
    expect((await store.view('ann')).subject).toBeNull()
  })
})

describe('The end of what a provider has said', () => {
  it('relies on the record, and is a sync', async () => {
    const { store, manager, changes } = recording()
    await manager.recordGroups('ann', 'ldap', complete(a))
    const version = (await store.view('ann')).subject?.version
    await manager.recordGroups('ann', 'ldap', gone)
    expect(changes[1]).toMatchObject({
      expect: [{ kind: 'subject', id: 'ann', version }],
      audit: { action: 'subject.gone', before: { provider: 'ldap', groups: [a] }, after: null },
      by: 'sync',
    })
  })

  it('takes back from who is no user what additive rows gave, says so, and is no mere sync', async () => {
    const { manager, changes } = recording(undefined, [additive])
    await manager.recordGroups('ann', 'ldap', complete(a))
    await manager.recordGroups('ann', 'ldap', gone)
    expect(changes[1]?.audit).toMatchObject({ after: { unassigned: [{ role: 'r' }] } })
    expect(changes[1]).not.toHaveProperty('by')
  })

  it('relies on the user whom it suspends, and says so', async () => {
    const { store, manager, changes } = recording(undefined, [additive])
    await manager.createUser({ id: 'ann' })
    await manager.recordGroups('ann', 'ldap', complete(a))
    const { version } = await manager.user('ann')
    const record = (await store.view('ann')).subject
    await manager.recordGroups('ann', 'ldap', gone)
    expect(changes[2]).toMatchObject({
      expect: [
        { kind: 'user', id: 'ann', version },
        { kind: 'subject', id: 'ann', version: record?.version },
      ],
      audit: { action: 'subject.gone', after: { suspended: true } },
    })
    expect(changes[2]).not.toHaveProperty('by')
  })
})
