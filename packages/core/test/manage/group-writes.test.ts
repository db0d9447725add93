// What the writes of recorded groups rely on and tell.
import { describe, expect, it } from 'vitest'
import { entryId, maxValue } from '../../src/index.ts'
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

  it('are refused where that is more than is kept of one subject, by one character', async () => {
    /** What is kept of the roles is so long. */
    const rowsOf = (length: number) => {
      const kept = (scopes: readonly string[]) => ({ roles: scopes.map((scope) => ({ role: 'r', scope })) })
      const scopes = Array.from({ length: 62 }, (_, i) => String(i).padEnd(240, 'x'))
      const left = length - JSON.stringify(kept(scopes)).length
      return [...scopes.slice(0, -1), `${scopes.at(-1)}${'x'.repeat(left)}`].map((scope) => ({
        ...additive,
        scope,
      }))
    }
    const over = recording(undefined, rowsOf(maxValue + 1))
    await expect(over.manager.recordGroups('ann', 'ldap', complete(a))).rejects.toMatchObject({
      code: 'TRILATCH_GROUPS_INVALID',
      message: 'Cannot record the groups: additive rows lead to more roles than are kept of one subject',
      status: 422,
    })
    expect((await over.store.view('ann')).subject).toBeNull()
    const fitting = recording(undefined, rowsOf(maxValue))
    await fitting.manager.recordGroups('ann', 'ldap', complete(a))
    expect((await fitting.store.view('ann')).subject?.assignments).toHaveLength(62)
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
