// Everything that is waited for fails once, before or after it was carried out: each call to the store, which counts the
// limits too, each turn in the queue, each hash and comparison. Nobody gets in, nobody is told "no", nothing is lost.
import { credentialKind } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { digest } from '../src/digest.ts'
import { invite } from '../src/index.ts'
import { inMemory } from './kit/stores.ts'
import { changeAt, cheap, ending, enter, good, newUser, placeOver, registerAt } from './kit/place.ts'
import type { Jar, Place } from './kit/place.ts'
import { watchHashing } from './kit/watched-hashing.ts'
import type { Watch } from './kit/watched-hashing.ts'
import { watchedStore } from './kit/watched-store.ts'

const ann = 'ann@example.org'
const next = 'another good sentence'

/** Of the scene that plays. */
let hashing: Watch | undefined
beforeAll(() => watchHashing(() => hashing))
afterAll(() => void vi.restoreAllMocks())

/** What a flow begins with. */
interface Scene {
  readonly place: Place
  /** The same place, with new hashes of another cost. */
  readonly dearer: Place
  /** The same place, registering by mail. */
  readonly mailing: Place
  /** What the store itself holds, past the faults. */
  readonly store: Store
  readonly id: string
  readonly invitation: string
  readonly secret: string
  /** Of a device that the account was used on. */
  readonly jar: Jar
  /** Lets the k-th call from now on fail. 0: none. */
  failAt(k: number): void
  /** What was called since, in order. */
  calls(): readonly string[]
}

async function scene(when: 'before' | 'after'): Promise<Scene> {
  const store = await inMemory.make()
  let [calls, failing]: [string[], number] = [[], 0]
  const note = (call: string): Promise<void> =>
    calls.push(call) === failing ? Promise.reject(new Error('lost')) : Promise.resolve()
  hashing = { note, when }
  const watched = watchedStore(store, note, when)
  const limits = { freeTries: 100, perAddress: 1_000 }
  const place = await placeOver(watched, { limits, registration: 'invitation' })
  const dearer = await placeOver(watched, { limits, hashing: { ...cheap, memoryCost: 128 } })
  const sendMail = (): Promise<void> => note('mail')
  const mailing = await placeOver(watched, { limits, registration: 'open', sendMail })
  const { id } = await newUser(place, ann)
  const { token } = await invite(place.ports.accounts, { roles: ['reader'] })
  const jar: Jar = new Map()
  await enter(place, ann, good, { jar })
  return {
    place,
    dearer,
    mailing,
    store,
    id,
    invitation: token,
    secret: / ([\w-]{22})$/.exec(place.printed.join(''))?.[1] ?? '',
    jar,
    failAt: (k) => ([calls, failing] = [[], k]),
    calls: () => calls,
  }
}

/** All that an attacker could gain and a user lose. */
async function held({ store, id }: Scene): Promise<unknown> {
  const { items } = await store.users({ limit: 20 })
  return {
    users: items.map(({ user }) => user),
    credential: await store.vault.get({ kind: credentialKind, key: id }),
    administrators: (await store.members('administrator', { limit: 20 })).items,
    readers: (await store.members('reader', { limit: 20 })).items,
    epoch: (await store.view(id)).subject?.epoch,
  }
}

type Flow = (scene: Scene) => Promise<Parameters<typeof ending>[0]>

const right: readonly [string, Flow, boolean][] = [
  ['signs in', ({ place }) => enter(place, ann, good), false],
  ['signs in on a known device', ({ place, jar }) => enter(place, ann, good, { jar }), false],
  ['signs in with a hash that is outdated', ({ dearer }) => enter(dearer, ann, good), true],
  [
    'registers',
    ({ place, invitation }) => registerAt(place, { email: 'ben@example.org', password: good, invitation }),
    true,
  ],
  [
    'becomes the first administrator',
    ({ place, secret }) =>
      registerAt(place, { email: 'boss@example.org', password: good, invitation: secret }),
    true,
  ],
  [
    'changes a password',
    ({ place, id }) => changeAt(place, id, { currentPassword: good, newPassword: next }),
    true,
  ],
]

const wrong: readonly [string, Flow, boolean?][] = [
  ['signs in with another password', ({ place }) => enter(place, ann, next)],
  ['signs in with an unknown address', ({ place }) => enter(place, 'eve@example.org', good)],
  [
    'registers with another invitation',
    ({ place }) =>
      registerAt(place, { email: 'eve@example.org', password: good, invitation: 'A'.repeat(43) }),
    false,
  ],
  [
    'claims to be the first administrator',
    ({ place }) =>
      registerAt(place, { email: 'eve@example.org', password: good, invitation: 'A'.repeat(22) }),
    false,
  ],
  [
    'asks for a mail and has not read it',
    ({ mailing }) => registerAt(mailing, { email: 'eve@example.org', password: good }),
    false,
  ],
  [
    'changes a password without the current one',
    ({ place, id }) => changeAt(place, id, { currentPassword: next, newPassword: next }),
  ],
]

/** How many calls a flow makes when none fails, and how it ends then. Every flow waits for its turn, and for a hash. */
async function counted(
  flow: Flow,
  hashes = true,
): Promise<{ readonly calls: number; readonly ended: string }> {
  const at = await scene('before')
  at.failAt(0)
  const ended = ending(await flow(at))
  const calls = at.calls()
  expect(calls).toEqual(expect.arrayContaining(['vault.count', ...(hashes ? ['turn'] : [])]))
  expect(calls.some((call) => call === 'hash' || call === 'verify')).toBe(hashes)
  return { calls: calls.length, ended }
}

describe.each(right)('Somebody who %s', (_what, flow, writes) => {
  // A write whose reply is lost is asked for again, by the tag that it has: it is done once, and known to be.
  it.each(['before', 'after'] as const)(
    'is let in by nothing that failed, and never told "no", whichever call fails %s it is carried out',
    async (when) => {
      const { calls, ended } = await counted(flow)
      expect(['success', 'changed']).toContain(ended)
      let failed = 0
      for (let k = 1; k <= calls; k++) {
        const at = await scene(when)
        const before = JSON.stringify(await held(at))
        at.failAt(k)
        const outcome = ending(await flow(at))
        expect([k, outcome]).toEqual([k, expect.stringMatching(`^(?:error: |${ended}$)`)])
        failed += outcome === ended ? 0 : 1
        const isDone = JSON.stringify(await held(at)) !== before
        expect([k, await isWhole(at)]).toEqual([k, true])
        if (outcome === ended) expect([k, isDone]).toEqual([k, writes])
        // What was not done can be done now.
        at.failAt(0)
        if (!isDone) expect([k, ending(await flow(at))]).toEqual([k, ended])
      }
      expect(failed).toBeGreaterThanOrEqual(calls - 1)
    },
  )
})

/** Every user has a password, roles came with the invitation that is gone, and there is at most one administrator. */
async function isWhole({ store, invitation }: Scene): Promise<boolean> {
  const { items } = await store.users({ limit: 20 })
  for (const { user } of items)
    if ((await store.vault.get({ kind: credentialKind, key: user.id })) === null) return false
  const open = (await store.vault.get({ kind: 'invitation', key: digest(invitation) })) !== null
  const readers = (await store.members('reader', { limit: 20 })).items.length
  const administrators = (await store.members('administrator', { limit: 20 })).items.length
  return readers === (open ? 0 : 1) && administrators <= 1
}

describe.each(wrong)('Somebody who %s', (_what, flow, hashes = true) => {
  it.each(['before', 'after'] as const)(
    'gets nowhere, whichever call fails %s it is carried out',
    async (when) => {
      const { calls, ended } = await counted(flow, hashes)
      expect(['credentials', 'invitation', 'sent']).toContain(ended)
      for (let k = 0; k <= calls; k++) {
        const at = await scene(when)
        const before = await held(at)
        at.failAt(k)
        const outcome = ending(await flow(at))
        expect([k, outcome]).toEqual([k, k === 0 ? ended : expect.stringMatching(/^error: /)])
        expect(await held(at)).toEqual(before)
      }
    },
  )
})

describe('A start in which something fails', () => {
  it('offers at most one secret, and creates at most one administrator', async () => {
    for (const administrator of [undefined, { email: 'boss@example.org', password: good }]) {
      for (let k = 1; k <= 14; k++) {
        const store = await inMemory.make()
        let calls = 0
        const note = (): Promise<void> =>
          ++calls === k ? Promise.reject(new Error('lost')) : Promise.resolve()
        const when = k % 2 === 0 ? 'before' : 'after'
        hashing = { note, when }
        const watched = watchedStore(store, note, when)
        const options = administrator === undefined ? {} : { administrator }
        const printed: string[] = []
        const start = () => placeOver(watched, { ...options, print: (text) => printed.push(text) })
        for (let tries = 0; tries < 3; tries++) await start().catch(() => undefined)
        expect(printed.length).toBeLessThanOrEqual(1)
        const { items } = await store.members('administrator', { limit: 5 })
        expect([k, items.length]).toEqual([k, administrator === undefined ? 0 : 1])
      }
    }
  })
})
