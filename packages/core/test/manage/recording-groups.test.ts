// How often something is tried when groups are recorded, and what is asked for it.
import { describe, expect, it } from 'vitest'
import type { Store, WriteOutcome } from '../../src/index.ts'
import { a, additive, complete, gone, recording } from './recording.ts'

describe('Recording groups', () => {
  it.each<readonly [string, Exclude<WriteOutcome, { status: 'done' }>, number, object]>([
    [
      'of a record that changes each time',
      { status: 'refused', reason: 'conflict', detail: 'it has changed' },
      8,
      { code: 'TRILATCH_CONFLICT', message: 'Cannot complete subject.groups: it has changed' },
    ],
    [
      'where the store takes nothing',
      { status: 'refused', reason: 'unavailable', detail: 'it is full' },
      1,
      { code: 'TRILATCH_UNAVAILABLE', status: 503 },
    ],
    [
      'where no answer came',
      { status: 'unknown', detail: 'no answer' },
      1,
      { code: 'TRILATCH_WRITE_UNKNOWN', message: 'Cannot complete subject.groups: no answer' },
    ],
  ])('%s is tried as often as makes sense', async (_, outcome, times, error) => {
    let tries = 0
    const { manager } = recording((store) => ({
      ...store,
      touchGroups: async () => {
        tries++
        return outcome
      },
    }))
    await manager.recordGroups('ann', 'ldap', complete(a))
    await expect(manager.recordGroups('ann', 'ldap', complete(a))).rejects.toMatchObject(error)
    expect(tries).toBe(times)
  })

  it('waits for no turn to write where nothing differs', async () => {
    let open = (): void => undefined
    const shut = new Promise<void>((resolve) => (open = resolve))
    const { manager } = recording((store) => ({
      ...store,
      write: async (change) => {
        if (change.audit.action === 'role.create') await shut
        return store.write(change)
      },
    }))
    await manager.recordGroups('ann', 'ldap', complete(a))
    const writing = manager.createRole({ id: 'slow', rules: [] })
    expect(await manager.recordGroups('ann', 'ldap', complete(a))).toMatchObject({ changed: false })
    open()
    await writing
  })

  it('looks up what additive rows gave only where the provider has such a row', async () => {
    const lookups: string[] = []
    const counted = (store: Store): Store => ({
      ...store,
      vault: {
        ...store.vault,
        get: (place) => {
          lookups.push(place.kind)
          return store.vault.get(place)
        },
      },
    })
    const { manager } = recording(counted, [additive])
    await manager.recordGroups('ann', 'sso', complete(a))
    expect(lookups).toEqual([])
    await manager.recordGroups('ann', 'ldap', complete(a))
    expect(lookups).toEqual(['additive'])
  })

  it('is refused as the store refuses it where somebody is gone, and is not tried in another way', async () => {
    let writes = 0
    const { manager } = recording((store) => ({
      ...store,
      write: async (change) => {
        if (change.audit.action !== 'subject.gone') return store.write(change)
        writes++
        return { status: 'refused', reason: 'unavailable', detail: 'it is full' }
      },
    }))
    await manager.recordGroups('ann', 'ldap', complete(a))
    await expect(manager.recordGroups('ann', 'ldap', gone)).rejects.toMatchObject({
      code: 'TRILATCH_UNAVAILABLE',
      message: 'Cannot complete subject.gone: it is full',
    })
    expect(writes).toBe(1)
  })

  it('suspends nobody whom a provider left long ago and somebody has restored since', async () => {
    const { store, manager } = recording(undefined, [additive])
    await manager.createUser({ id: 'ann' })
    await manager.recordGroups('ann', 'sso', complete(a))
    await manager.recordGroups('ann', 'ldap', complete(a))
    expect(await manager.recordGroups('ann', 'ldap', gone)).toMatchObject({ changed: true })
    expect((await store.user('ann'))?.user.suspended).toBe(true)
    await manager.restoreUser('ann')
    expect(await manager.recordGroups('ann', 'ldap', gone)).toMatchObject({ changed: false })
    expect((await store.user('ann'))?.user.suspended).toBe(false)
  })
})
