// A session carries the epoch it was begun with; when the store has another one, nobody is signed in.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { Store, Subject } from '../../src/index.ts'
import { sameSubject, copyOfSubject } from '../../src/guards/same-subject.ts'
import { grant, permissions } from './support.ts'

const roles = [
  { id: 'runner', rules: [grant('job.run')] },
  { id: 'visitor', rules: [grant('project.join')] },
] as const

function make(wrap: (store: Store) => Store = (store) => store) {
  const store = wrap(memoryStore({ roles, assignments: [{ subject: 'ann', role: 'runner' }] }))
  const authorizer = createAuthorizer({ permissions, store, anonymousRoles: ['visitor'] })
  const manager = authorizer.manage('boss')
  const signedIn = async (epoch: string, id = 'ann'): Promise<boolean> =>
    (await authorizer.access({ id, epoch })).signedIn
  return { authorizer, manager, signedIn }
}

describe('A session', () => {
  it('holds while the epoch is the one it was begun with', async () => {
    const { authorizer, manager } = make()
    const { epoch, suspended } = await manager.beginSession('ann')
    expect(epoch).toMatch(/^[\w-]{22}$/)
    expect(suspended).toBe(false)
    const access = await authorizer.access({ id: 'ann', epoch })
    expect([access.subjectId, access.can('job.run')]).toEqual(['ann', true])
    expect(await manager.beginSession('ann')).toEqual({ epoch, suspended })
  })

  it.each([
    ['all sessions are ended', (manager) => manager.endSessions('cy')],
    ['the user is suspended', (manager) => manager.suspendUser('cy')],
    [
      'the user is suspended and restored',
      async (manager) => {
        await manager.suspendUser('cy')
        await manager.restoreUser('cy')
      },
    ],
    ['the user is deleted', (manager) => manager.deleteUser('cy')],
    [
      'the user is deleted and made again',
      async (manager) => {
        await manager.deleteUser('cy')
        await manager.createUser({ id: 'cy' })
      },
    ],
  ] as readonly [string, (manager: ReturnType<typeof make>['manager']) => Promise<unknown>][])(
    'ends when %s: nobody is signed in, with the roles of nobody',
    async (_, end) => {
      const { authorizer, manager, signedIn } = make()
      await manager.createUser({ id: 'cy' })
      await manager.assign({ subject: 'cy', role: 'runner' })
      const { epoch } = await manager.beginSession('cy')
      expect(await signedIn(epoch, 'cy')).toBe(true)
      await end(manager)
      const access = await authorizer.access({ id: 'cy', roles: ['runner'], epoch })
      expect([access.subjectId, access.signedIn, access.suspended]).toEqual([null, false, false])
      expect([access.can('job.run'), access.can('project.join')]).toEqual([false, true])
    },
  )

  it('does not end with other writes of the subject', async () => {
    const { manager, signedIn } = make()
    await manager.createUser({ id: 'cy' })
    const { epoch } = await manager.beginSession('cy')
    await manager.assign({ subject: 'cy', role: 'runner' })
    await manager.updateUser('cy', { title: 'Cy' }, await manager.user('cy'))
    await manager.restoreUser('cy')
    await manager.endSessions('ann')
    expect(await signedIn(epoch, 'cy')).toBe(true)
  })

  it('goes on with the epoch that ending the others gives', async () => {
    const { manager, signedIn } = make()
    const { epoch: before } = await manager.beginSession('ann')
    const { epoch, changed } = await manager.endSessions('ann')
    expect([changed, epoch === before]).toEqual([true, false])
    expect([await signedIn(before), await signedIn(epoch)]).toEqual([false, true])
    expect((await manager.beginSession('ann')).epoch).toBe(epoch)
  })

  it('can be begun for a subject that the store knows nothing of, once', async () => {
    const { manager, signedIn } = make()
    const [a, b] = await Promise.all([manager.beginSession('new'), manager.beginSession('new')])
    expect(a).toEqual(b)
    expect(await signedIn(a.epoch, 'new')).toBe(true)
    const lines = (await manager.audit()).items.map(({ action, target }) => `${action} ${target}`)
    expect(lines).toEqual(['session.begin new'])
    expect(await manager.users()).toEqual({ items: [] })
  })

  it('says whether the subject is suspended, for sign-in to refuse', async () => {
    const { manager } = make()
    await manager.createUser({ id: 'cy' })
    await manager.suspendUser('cy')
    expect((await manager.beginSession('cy')).suspended).toBe(true)
  })

  it('never holds for a subject without a record, whatever it says', async () => {
    const { signedIn } = make()
    for (const epoch of ['', 'null', 'undefined', 'begun'])
      expect(await signedIn(epoch, 'nobody')).toBe(false)
    expect(await signedIn('', 'ann')).toBe(false)
  })

  it('is not compared where there is none, and everybody is signed in while switched off', async () => {
    const { authorizer } = make()
    expect((await authorizer.access({ id: 'nobody' })).signedIn).toBe(true)
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    const off = createAuthorizer({ permissions, store: memoryStore(), enabled: false })
    expect((await off.access({ id: 'ann', epoch: 'old' })).can('job.run')).toBe(true)
    warned.mockRestore()
  })

  it.each([undefined, null, 7, {}, 'x'.repeat(129)])(
    'that lost its epoch is no subject: %j',
    async (epoch) => {
      const { authorizer } = make()
      await expect(authorizer.access({ id: 'ann', epoch } as unknown as Subject)).rejects.toThrow(
        new TypeError(
          "A subject's epoch must be the text its session was begun with; leave it out where there is no session",
        ),
      )
    },
  )

  it('ends for one subject and no other, in the audit trail by who ended it', async () => {
    const { manager, signedIn } = make()
    const [ann, ben] = [await manager.beginSession('ann'), await manager.beginSession('ben')]
    await manager.endSessions('ann')
    expect([await signedIn(ann.epoch), await signedIn(ben.epoch, 'ben')]).toEqual([false, true])
    const [line] = (await manager.audit()).items
    expect(line).toMatchObject({
      actor: 'boss',
      action: 'session.end',
      target: 'ann',
      before: null,
      after: null,
    })
  })
})

describe('A session that the store does not know', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
  afterEach(() => void vi.useRealTimers())

  it('is looked for once more, at most once a second, and by all who ask at the same time together', async () => {
    let rereads = 0
    const { authorizer, signedIn } = make((store) => ({
      ...store,
      reread: async (id) => {
        rereads++
        return store.view(id)
      },
    }))
    await authorizer.ready()
    expect(await Promise.all([signedIn('old'), signedIn('old'), signedIn('old')])).toEqual([
      false,
      false,
      false,
    ])
    expect(rereads).toBe(1)
    await vi.advanceTimersByTimeAsync(999)
    expect([await signedIn('old'), rereads]).toEqual([false, 1])
    expect([await signedIn('other'), rereads]).toEqual([false, 2])
    await vi.advanceTimersByTimeAsync(1)
    expect([await signedIn('old'), rereads]).toEqual([false, 3])
  })

  it('holds when it is found there, as one that was begun elsewhere a moment ago', async () => {
    let stale = true
    let begun = ''
    const { authorizer, manager, signedIn } = make((store) => ({
      ...store,
      view: async (id) => {
        const view = await store.view(id)
        return stale && id === 'ann' ? { ...view, subject: null } : view
      },
      reread: async (id) => {
        stale = false
        return store.view(id)
      },
    }))
    begun = (await manager.endSessions('ann')).epoch
    stale = true
    expect(await signedIn(begun)).toBe(true)
    expect((await authorizer.access({ id: 'ann', epoch: begun })).can('job.run')).toBe(true)
  })

  it('makes the access unavailable when it cannot be looked for, and is looked for again at once', async () => {
    let down = true
    const { signedIn } = make((store) => ({
      ...store,
      reread: async (id) => {
        if (down) throw new Error('gone')
        return store.view(id)
      },
    }))
    await expect(signedIn('old')).rejects.toMatchObject({ code: 'TRILATCH_UNAVAILABLE' })
    down = false
    expect(await signedIn('old')).toBe(false)
  })
})

describe('Whether a caller is the same', () => {
  it('depends on the epoch, and a copy keeps it as it was', () => {
    const ann = { id: 'ann', epoch: 'a' }
    expect(sameSubject(copyOfSubject(ann), ann)).toBe(true)
    expect(sameSubject(copyOfSubject(ann), { id: 'ann', epoch: 'b' })).toBe(false)
    expect(sameSubject(copyOfSubject(ann), { id: 'ann' })).toBe(false)
    expect(Object.hasOwn(copyOfSubject({ id: 'ann' }) as Subject, 'epoch')).toBe(false)
  })
})
