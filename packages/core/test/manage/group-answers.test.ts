// Answers of providers: of whom, of when, and by which state of the store.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import { permissions } from '../authorizer/support.ts'
import { a, additive, b, complete, gone, recording } from './recording.ts'

describe('What was asked for at a certain time', () => {
  it('is set against the newest word of the same provider, and not of another', async () => {
    const { store, manager, said } = recording()
    await manager.recordGroups('ann', 'ldap', complete(a))
    const first = (await store.view('ann')).subject?.groups[0]?.verifiedAt ?? NaN
    await manager.recordGroups('ann', 'sso', complete(a))
    // Of that very moment: no newer one is there.
    await manager.recordGroups('ann', 'ldap', complete(b), { asked: first })
    expect(await said()).toEqual([
      ['ldap', 'b'],
      ['sso', 'a'],
    ])
    const between = (await store.view('ann')).subject?.groups[0]?.verifiedAt ?? NaN
    await manager.recordGroups('ann', 'sso', complete(b))
    expect(await manager.recordGroups('ann', 'ldap', gone, { asked: between - 1e-6 })).toMatchObject({
      changed: false,
    })
    expect(await manager.recordGroups('ann', 'ldap', gone, { asked: between })).toMatchObject({
      changed: true,
    })
    expect(await said()).toEqual([['sso', 'b']])
  })

  it('is recorded of somebody who is not known yet', async () => {
    const { manager, said } = recording()
    expect(await manager.recordGroups('ann', 'ldap', gone, { asked: 1 })).toMatchObject({ changed: false })
    expect(await manager.recordGroups('ann', 'ldap', complete(a), { asked: 1 })).toMatchObject({
      changed: true,
    })
    expect(await said()).toEqual([['ldap', 'a']])
  })

  it.each(['1', NaN, Infinity, null])('is a time: not %j', async (asked) => {
    const { manager } = recording()
    await expect(
      manager.recordGroups('ann', 'ldap', complete(a), { asked: asked as number }),
    ).rejects.toThrow(new TypeError('`asked` must be a time of performance.now()'))
  })
})

describe('What is no subject, provider or list of groups', () => {
  it('is refused, and named', async () => {
    const { manager } = recording()
    const improper = { code: 'TRILATCH_SUBJECT_INVALID' }
    await expect(manager.recordGroups('a\0', 'ldap', complete())).rejects.toMatchObject(improper)
    await expect(manager.forgetGroups('a\0', 'ldap')).rejects.toMatchObject(improper)
    await expect(manager.recordedGroups('a\0')).rejects.toMatchObject(improper)
    await expect(manager.recordGroups('ann', '', complete())).rejects.toThrow('Cannot use the provider:')
    await expect(manager.recordGroups('ann', 'ldap', complete({ name: '' }))).rejects.toThrow(
      'Cannot use the groups:',
    )
  })
})

/** A process that still sees nobody where another one has recorded groups, until it reads again. */
async function behind() {
  let [rereads, isBehind] = [0, true]
  const here = recording((store) => ({
    ...store,
    view: async (id) => ({
      ...(await store.view(id)),
      ...(isBehind ? { subject: null } : {}),
    }),
    reread: (id) => {
      rereads++
      return store.view(id)
    },
  }))
  await here.other.recordGroups('ann', 'ldap', complete(a))
  return { ...here, rereads: () => rereads, catchUp: () => void (isBehind = false) }
}

describe('A process that is behind', () => {
  it('reads again after a conflict, and records what differs', async () => {
    const { manager, said, rereads } = await behind()
    expect(await manager.recordGroups('ann', 'ldap', complete(b))).toMatchObject({ changed: true })
    expect(rereads()).toBe(1)
    expect(await said()).toEqual([['ldap', 'b']])
  })

  it('reads nothing again where nothing differs, nor where nothing is known', async () => {
    const { manager, rereads, catchUp } = await behind()
    expect(await manager.recordGroups('ann', 'ldap', { status: 'unknown', why: 'down' })).toEqual({
      version: '',
      changed: false,
    })
    catchUp()
    expect(await manager.recordGroups('ann', 'ldap', complete(a))).toMatchObject({ changed: false })
    expect(rereads()).toBe(0)
  })

  it('reads again before it takes anything away', async () => {
    const one = await behind()
    expect(await one.manager.recordGroups('ann', 'ldap', gone)).toMatchObject({ changed: true })
    const two = await behind()
    expect(await two.manager.forgetGroups('ann', 'ldap')).toMatchObject({ changed: true })
    expect([await one.said(), await two.said()]).toEqual([[], []])
  })
})

describe('Forgetting what a provider has said', () => {
  it('takes its groups and ends the sessions, in a line of the trail of its own, and suspends nobody', async () => {
    const { store, manager, said } = recording(undefined, [additive])
    await manager.createUser({ id: 'ann' })
    await manager.recordGroups('ann', 'ldap', complete(a))
    await manager.recordGroups('ann', 'sso', complete(b))
    const { epoch } = await manager.beginSession('ann')
    expect(await manager.forgetGroups('ann', 'ldap')).toMatchObject({ changed: true })
    expect(await said()).toEqual([['sso', 'b']])
    expect((await manager.beginSession('ann')).epoch).not.toBe(epoch)
    expect((await store.user('ann'))?.user.suspended).toBe(false)
    expect((await manager.audit({ limit: 1 })).items).toMatchObject([
      { action: 'subject.forget-groups', target: 'ann', before: { provider: 'ldap', groups: [a] } },
    ])
    expect(await manager.forgetGroups('ann', 'ldap')).toMatchObject({ changed: false })
  })
})

describe('How long ago a provider said something', () => {
  it.each([
    ['a minute ago', -60_000, 60_000, 600_000],
    ['by a clock that is ahead', 600_000, 0, 0],
  ])('is told: %s', async (_, ahead, least, most) => {
    const store = memoryStore({}, { now: () => performance.now() + ahead })
    const manager = createAuthorizer({ permissions, store }).manage('sync')
    await manager.recordGroups('ann', 'ldap', complete(a))
    const [{ ageMs } = { ageMs: NaN }] = await manager.recordedGroups('ann')
    expect(ageMs).toBeGreaterThanOrEqual(least)
    expect(ageMs).toBeLessThanOrEqual(most)
    expect(await manager.recordedGroups('nobody')).toEqual([])
  })
})
