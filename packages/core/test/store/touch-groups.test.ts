// Confirming groups in a memory store: only those of the record that was seen, at the time the store keeps.
import { describe, expect, it } from 'vitest'
import { memoryStore } from '../../src/index.ts'
import { done } from '../../../../test/contracts/store-kit.ts'

const groups = [{ name: 'ops' }]

/** A store that was told of Ann's groups at the time 1000, and its time is later now. */
async function told() {
  let now = 1_000
  const store = memoryStore({}, { now: () => now })
  const version = await done(store, { kind: 'put-groups', subject: 'ann', provider: 'ldap', groups })
  now = 2_500
  const record = async () => (await store.view('ann')).subject
  return { store, version, record }
}

describe('Groups that a provider confirms', () => {
  it('are verified now, and nothing else changes', async () => {
    const { store, version, record } = await told()
    const before = await record()
    expect(before?.groups).toEqual([{ provider: 'ldap', groups, verifiedAt: 1_000 }])
    const touched = { subject: 'ann', provider: 'ldap', version }
    expect(await store.touchGroups(touched)).toEqual({ status: 'done', version })
    expect(await record()).toEqual({ ...before, groups: [{ provider: 'ldap', groups, verifiedAt: 2_500 }] })
    expect((await store.audit({ limit: 9 })).items).toHaveLength(1)
  })

  it.each([
    ['of a subject that is not there', { subject: 'ben' }],
    ['of another provider', { provider: 'gitlab' }],
    ['of a record that was another', { version: 'old' }],
  ])('are left alone where they are %s', async (_, fields) => {
    const { store, version, record } = await told()
    const before = await record()
    const touched = { subject: 'ann', provider: 'ldap', version, ...fields }
    expect(await store.touchGroups(touched)).toEqual({
      status: 'refused',
      reason: 'conflict',
      detail: `subject "${touched.subject}" has changed in the meantime`,
    })
    expect(await record()).toBe(before)
  })
})
