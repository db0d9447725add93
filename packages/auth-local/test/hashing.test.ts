import { randomBytes, scryptSync } from 'node:crypto'
import { hash as argon2 } from '@node-rs/argon2'
import { hash as bcrypt } from '@node-rs/bcrypt'
import { createSignIn } from '@trilatch/auth'
import { credentialKind } from '@trilatch/core'
import { describe, expect, it, vi } from 'vitest'
import { readCost } from '../src/hashing/argon2-cost.ts'
import { Hasher } from '../src/hashing/hasher.ts'
import { HashingQueue, QueueFullError } from '../src/hashing/hashing-queue.ts'
import { readHash } from '../src/hashing/stored-hash.ts'
import { importPasswordHash, localAccounts } from '../src/index.ts'
import { inMemory } from './kit/stores.ts'
import { asked, cheap, ending, enter, good, newUser, placeOver } from './kit/place.ts'
import type { Place } from './kit/place.ts'

const hashOf = async ({ store }: Place, id: string): Promise<unknown> => {
  const entry = await store.vault.get({ kind: credentialKind, key: id })
  return entry === null ? null : (entry.value as { readonly hash: unknown }).hash
}

const b64 = (bytes: Buffer): string => bytes.toString('base64').replaceAll('=', '')
const scryptHash = (password: string, ln = 10): string => {
  const salt = randomBytes(16)
  return `$scrypt$ln=${ln},r=8,p=1$${b64(salt)}$${b64(scryptSync(password, salt, 32, { N: 2 ** ln, r: 8, p: 1 }))}`
}

describe('T60: passwords are stored', () => {
  it('as Argon2id of OWASP’s cost, with the parameters in the text', async () => {
    const hasher = new Hasher(readCost(), { concurrent: 1, waiting: 0 })
    const text = await hasher.run((bench) => bench.hash(good))
    const verify = (password: string) => hasher.run((bench) => bench.verify(password, readHash(text)))
    expect(text).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(hasher.isOutdated(readHash(text) as never)).toBe(false)
    expect(await verify(good)).toBe(true)
    expect(await verify(`${good} `)).toBe(false)
  })

  it.each([
    [{ memoryCost: 19_455 }, 'with `timeCost` 2, `memoryCost` must be at least 19456 KiB (OWASP)'],
    [{ memoryCost: 19_456, timeCost: 1 }, 'with `timeCost` 1, `memoryCost` must be at least 47104 KiB'],
    [{ memoryCost: 7_167, timeCost: 9 }, 'with `timeCost` 9, `memoryCost` must be at least 7168 KiB'],
    [{ memoryCost: 131_073 }, '`memoryCost` must be a whole number of KiB up to 131072'],
    [{ memoryCost: 131_072, timeCost: 9 }, 'memoryCost times timeCost at most 1048576'],
    [{ parallelism: 0 }, '`parallelism` 1 to 8'],
    [{ memoryKost: 1 }, 'unknown option "memoryKost" in `hashing`'],
  ])('never cheaper, and never so dear that signing in is a weapon: %j', (hashing, message) => {
    expect(() => localAccounts({ hashing: hashing as never })).toThrow(
      expect.objectContaining({ code: 'TRILATCH_OPTION_INVALID', message: expect.stringContaining(message) }),
    )
  })

  it('cheaper in tests alone', () => {
    expect(readCost({ memoryCost: 8, timeCost: 1, weakForTests: true })).toMatchObject({ memoryCost: 8 })
    const { NODE_ENV } = process.env
    process.env['NODE_ENV'] = 'production'
    try {
      expect(() => readCost(cheap)).toThrow('`weakForTests` is for tests, and NODE_ENV is production')
    } finally {
      process.env['NODE_ENV'] = NODE_ENV
    }
  })

  it('and hashed anew at the next sign-in when parameters have changed', async () => {
    const store = await inMemory.make()
    const before = await placeOver(store)
    const { id } = await newUser(before, 'ann@example.org')
    const first = await hashOf(before, id)
    expect(ending(await enter(before, 'ann@example.org', good))).toBe('success')
    expect(await hashOf(before, id)).toBe(first)

    const after = await placeOver(store, { hashing: { ...cheap, memoryCost: 128 } })
    expect(ending(await enter(after, 'ann@example.org', 'not the password'))).toBe('credentials')
    expect(await hashOf(after, id)).toBe(first)
    expect(ending(await enter(after, 'ann@example.org', good))).toBe('success')
    expect(await hashOf(after, id)).toMatch(/\$m=128,t=1,p=1\$/)
    expect(ending(await enter(after, 'ann@example.org', good))).toBe('success')
  })

  const refused = [
    '$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
    '$argon2id$v=19$m=65536,t=4294967295,p=1$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
    '$argon2id$v=19$m=131072,t=16,p=1$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
    '$argon2id$v=19$m=65536,t=2,p=255$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
    '$argon2id$v=19$m=7,t=2,p=1$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
    '$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
    '$scrypt$ln=20,r=8,p=1$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
    '$scrypt$ln=14,r=8,p=17$c29tZXNhbHRzb21l$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNo',
    '$2b$31$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyz01234',
    '$2b$03$abcdefghijklmnopqrstuuabcdefghijklmnopqrstuvwxyz01234',
    '5f4dcc3b5aa765d61d8327deb882cf99',
    'password',
    '',
  ]
  it.each(refused)(
    'and a hash that costs too much or is none is refused before anything is computed: %s',
    async (hash) => {
      const place = await placeOver(await inMemory.make())
      const { id } = await newUser(place, 'ann@example.org')
      await expect(importPasswordHash(place.ports.accounts, id, hash)).rejects.toMatchObject({
        code: 'TRILATCH_OPTION_INVALID',
        status: 422,
        message: expect.stringContaining('Cannot import the hash'),
      })
      expect(ending(await enter(place, 'ann@example.org', good))).toBe('success')

      // One that got into the store all the same opens nothing, and costs what nobody's costs.
      await place.ports.accounts.change(id, {
        action: 'test',
        put: [{ kind: credentialKind, key: id, value: { hash } }],
      })
      const { verified } = place.local.load()
      expect(ending(await enter(place, 'ann@example.org', good))).toBe('credentials')
      expect(place.local.load().verified).toBe(verified + 1)
    },
  )
})

describe('T60: hashes of other systems', () => {
  const password = 'pässword of old'
  const argon2i =
    '$argon2i$v=19$m=64,t=1,p=1$LSiL76Y/31feHU5U5/KPcA$mlxhg5dhVaq7dizrknNO1uE70t+Qrybx35Ev/3uTG6Q'
  it.each([
    ['bcrypt', () => bcrypt(password, { cost: 4 })],
    ['bcrypt as PHP writes it', async () => (await bcrypt(password, { cost: 4 })).replace('$2b$', '$2y$')],
    ['scrypt', async () => scryptHash(password)],
    ['Argon2i', async () => argon2i],
    ['a dearer Argon2id', () => argon2(password, { memoryCost: 256, timeCost: 3 })],
  ])('of %s are verified once, and made anew with Argon2id', async (_name, make) => {
    const place = await placeOver(await inMemory.make())
    const { id } = await newUser(place, 'ann@example.org')
    await importPasswordHash(place.ports.accounts, id, await make())
    expect(ending(await enter(place, 'ann@example.org', good))).toBe('credentials')
    expect(ending(await enter(place, 'ann@example.org', password))).toBe('success')
    expect(await hashOf(place, id)).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/)
    expect(ending(await enter(place, 'ann@example.org', password))).toBe('success')
    expect(ending(await enter(place, 'ann@example.org', good))).toBe('credentials')
  })

  it('of bcrypt match no password of which bcrypt would read a part', async () => {
    const place = await placeOver(await inMemory.make())
    const { id } = await newUser(place, 'ann@example.org')
    const long = 'a'.repeat(71)
    await importPasswordHash(place.ports.accounts, id, await bcrypt(`${long}b`, { cost: 4 }))
    expect(ending(await enter(place, 'ann@example.org', `${long}bc`))).toBe('credentials')
    expect(ending(await enter(place, 'ann@example.org', `${long}b\0c`))).toBe('credentials')
    expect(ending(await enter(place, 'ann@example.org', `${long}b`))).toBe('success')
    await importPasswordHash(place.ports.accounts, id, await bcrypt('', { cost: 4 }))
    expect(ending(await enter(place, 'ann@example.org', `${long}bc`))).toBe('credentials')
  })

  it('end the sessions of the user whose hash they replace', async () => {
    const place = await placeOver(await inMemory.make())
    const { id } = await newUser(place, 'ann@example.org')
    const epoch = async () => (await place.store.view(id)).subject?.epoch
    const before = await epoch()
    await importPasswordHash(place.ports.accounts, id, scryptHash('another'))
    expect(await epoch()).not.toBe(before)
  })
})

describe('T64: the hashing queue', () => {
  it('lets so many hash at once, so many wait in their order, and refuses the others at once', async () => {
    const queue = new HashingQueue({ concurrent: 2, waiting: 3 })
    const done: number[] = []
    const gates = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
    const runs = gates.map(({ promise }, i) => queue.run(async () => (await promise, done.push(i))))
    await expect(queue.run(async () => 'never')).rejects.toBeInstanceOf(QueueFullError)
    expect(queue.load).toEqual({ running: 2, waiting: 3 })
    for (const { resolve } of gates.toReversed()) resolve()
    await Promise.all(runs)
    expect(done).toEqual([1, 0, 2, 3, 4])
    expect(queue.load).toEqual({ running: 0, waiting: 0 })
    expect(await queue.run(async () => 'again')).toBe('again')
  })

  it('goes on after work that fails, and forgets who hangs up while waiting', async () => {
    const queue = new HashingQueue({ concurrent: 1, waiting: 5 })
    const gate = Promise.withResolvers<void>()
    const failing = queue.run(async () => {
      await gate.promise
      throw new Error('broken')
    })
    const caller = new AbortController()
    const waiting = queue.run(async () => 'never', caller.signal)
    const last = queue.run(async () => 'last')
    caller.abort(new Error('hung up'))
    await expect(waiting).rejects.toThrow('hung up')
    expect(queue.load).toEqual({ running: 1, waiting: 1 })
    gate.resolve()
    await expect(failing).rejects.toThrow('broken')
    expect(await last).toBe('last')
    await expect(queue.run(async () => 'never', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
    expect(queue.load).toEqual({ running: 0, waiting: 0 })
  })

  it('answers 429 and when to come back, and such a try counts against nobody', async () => {
    const place = await placeOver(await inMemory.make(), {
      queue: { concurrent: 1, waiting: 1 },
      limits: { freeTries: 1 },
    })
    for (const name of ['ann', 'ben', 'cy']) await newUser(place, `${name}@example.org`)
    const outcomes = await Promise.all(
      ['ann', 'ben', 'cy'].map((name) => enter(place, `${name}@example.org`, good)),
    )
    expect(outcomes.map(ending).toSorted()).toEqual(['success', 'success', 'too-many'])
    expect(outcomes.find(({ outcome }) => outcome === 'fail')).toEqual({
      outcome: 'fail',
      challenge: { code: 'too-many', retryAfterSeconds: 2 },
    })
    // The one that was turned away is not delayed.
    for (const name of ['ann', 'ben', 'cy'])
      expect(ending(await enter(place, `${name}@example.org`, good))).toBe('success')
  })

  it.each([{ concurrent: 0 }, { concurrent: 65 }, { waiting: -1 }, { waiting: 10_001 }, { wait: 1 }])(
    'has sizes within bounds: %j',
    (queue) => {
      expect(() => localAccounts({ queue })).toThrow(/`queue/)
    },
  )
})

it('gives up a sign-in whose caller hangs up', async () => {
  const place = await placeOver(await inMemory.make())
  await newUser(place, 'ann@example.org')
  const { verified } = place.local.load()
  const request = asked({ email: 'ann@example.org', password: good }, { signal: AbortSignal.abort() })
  const told = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  expect(ending(await place.local.authenticate(request, place.ports))).toBe('error: The caller has hung up.')
  expect(place.local.load().verified).toBe(verified)
  const nobodys = { get: () => undefined, regenerate: async () => {}, destroy: async () => {} }
  // The sign-in over it answers nobody, and tells operators nothing: their strategy is well.
  const signIn = createSignIn({
    authorizer: place.authorizer,
    strategies: [place.local],
    session: () => nobodys,
  })
  const asking = new Request('http://localhost/auth/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost', host: 'localhost' },
    body: JSON.stringify({ email: 'ann@example.org', password: good }),
    signal: AbortSignal.abort(),
  })
  const access = await place.authorizer.access(null)
  const context = { access, subject: null, session: {}, address: undefined, basePath: '/auth' }
  expect((await signIn.fetch(asking, context)).status).toBe(503)
  expect(told).not.toHaveBeenCalled()
  told.mockRestore()
})
