// What somebody who may write to Redis does to the audit trail is found; and what the trail is kept with.
import { verifyTrail } from '@trilatch/core'
import type { AuditReport, Store } from '@trilatch/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { runCommand } from '../src/command.ts'
import { trailScript } from '../src/scripts/trail.ts'
import { newNamespace, write } from './support/content.ts'
import { GatedClient } from './support/gated-client.ts'
import { assign, detailsOf, putRole } from './support/operations.ts'
import { useRedis } from './support/server.ts'
import { keyOf, readStored, relinked, replaceStored, textOf, withText } from './support/stored-trail.ts'
import type { StoredEntry, Tampering } from './support/stored-trail.ts'

const auditKey = 'the key of the trail, kept outside of Redis'
const other = 'another key of the trail, that came after it'
const used = useRedis({ notices: false })

const verify = (store: Store, options: Parameters<typeof verifyTrail>[1] = {}): Promise<AuditReport> =>
  verifyTrail((after) => store.trail(after === undefined ? { limit: 7 } : { limit: 7, after }), options)
const kindsOf = ({ findings }: AuditReport): readonly string[] => findings.map(({ kind }) => kind)

/** A store with a trail of so many entries: the first says that it was made. */
async function made(entries: number, options: Parameters<typeof used.store>[0] = { auditKey }) {
  const namespace = newNamespace()
  const store = await used.store({ namespace, ...options })
  for (let i = 1; i < entries; i++)
    expect(await write(store, assign(`s${i}`, 'team'))).toMatchObject({ status: 'done' })
  return { namespace, store, stored: await readStored(used.client, namespace) }
}

describe('An edited trail', () => {
  const at = fc.nat({ max: 29 })
  const replaced = (entries: readonly StoredEntry[], i: number, entry: StoredEntry): readonly StoredEntry[] =>
    entries.with(i, entry)
  const edits: Readonly<Record<string, fc.Arbitrary<Tampering>>> = {
    'another character in a text': fc
      .tuple(at, fc.nat(), fc.constantFrom('x', '0', ' ', '"'))
      .map(([i, place, letter]) => (entries) => {
        const text = textOf(entries[i] as StoredEntry)
        const where = place % text.length
        const put = text[where] === letter ? 'y' : letter
        return replaced(
          entries,
          i,
          withText(entries[i] as StoredEntry, text.slice(0, where) + put + text.slice(where + 1)),
        )
      }),
    'another hash': fc.tuple(at, at).map(([i, from]) => (entries) => {
      const { id, fields } = entries[i] as StoredEntry
      const hash = i === from ? 'A'.repeat(43) : (entries[from]?.fields[3] ?? '')
      return replaced(entries, i, { id, fields: [...fields.slice(0, 3), hash] })
    }),
    'a field more': at.map((i) => (entries) => {
      const { id, fields } = entries[i] as StoredEntry
      return replaced(entries, i, { id, fields: [...fields, 'w', 'x'] })
    }),
    'entries taken out': fc.tuple(at, fc.integer({ min: 1, max: 30 })).map(
      ([i, count]) =>
        (entries) =>
          entries.toSpliced(i, count),
    ),
    'two in each other’s place': fc
      .tuple(
        at,
        at.filter((i) => i > 0),
      )
      .map(([i, step]) => (entries) => {
        const [a, b] = [entries[i] as StoredEntry, entries[(i + step) % 30] as StoredEntry]
        return replaced(entries, i, { id: a.id, fields: b.fields }).with((i + step) % 30, {
          id: b.id,
          fields: a.fields,
        })
      }),
    'one that stands there twice': fc.tuple(at, at).map(
      ([i, from]) =>
        (entries) =>
          entries.toSpliced(i + 1, 0, {
            id: `${i + 1}-1`,
            fields: (entries[from] as StoredEntry).fields,
          }),
    ),
    'one more behind the last': at.map((i) => (entries) => [
      ...entries,
      { id: '31-0', fields: (entries[i] as StoredEntry).fields },
    ]),
    'made anew without a key': at.map(
      (i) => (entries) => relinked(entries, i, (line) => ({ ...line, actor: 'nobody' })),
    ),
  }

  it.each(Object.keys(edits))('is found, whatever is done: %s', async (name) => {
    const { namespace, store, stored } = await made(30)
    expect(await verify(store)).toMatchObject({ intact: true, entries: 30 })
    await fc.assert(
      fc.asyncProperty(edits[name] as fc.Arbitrary<Tampering>, async (edit) => {
        await replaceStored(used.client, namespace, edit(stored))
        const report = await verify(store)
        expect(report.intact).toBe(false)
        expect(report.found).toBeGreaterThan(0)
      }),
      { numRuns: 25 },
    )
    await replaceStored(used.client, namespace, stored)
    expect(await verify(store)).toMatchObject({ intact: true, found: 0 })
  })

  it('is told of by entry and kind', async () => {
    const { namespace, store, stored } = await made(30)
    const [third, last] = [stored[2] as StoredEntry, stored[29] as StoredEntry]
    const cases: readonly (readonly [readonly StoredEntry[], object])[] = [
      [
        stored.with(2, withText(third, textOf(third).replace('setup', 'eve'))),
        { kind: 'edited', sequence: 3 },
      ],
      [stored.with(2, withText(third, '{')), { kind: 'unreadable', sequence: 3 }],
      [stored.toSpliced(3, 5), { kind: 'missing', sequence: 4, detail: 'entries 4 to 8 are missing' }],
      [
        stored.slice(0, 28),
        { kind: 'truncated', sequence: 29, detail: 'entries 29 to 30 are missing at the end' },
      ],
      [[], { kind: 'truncated', sequence: 1, detail: 'entries 1 to 30 are missing at the end' }],
      [
        stored.slice(2),
        {
          kind: 'removed',
          sequence: 1,
          detail: 'entries 1 to 2 are missing at the beginning, and nobody lets so many go',
        },
      ],
      [
        stored.with(29, { id: last.id, fields: third.fields }),
        { kind: 'edited', sequence: 30, detail: 'entry 30 is not what was written there' },
      ],
    ]
    for (const [entries, finding] of cases) {
      await replaceStored(used.client, namespace, entries)
      expect((await verify(store)).findings[0]).toMatchObject(finding)
    }
  })

  it('that ends earlier, and says so wherever it can, is found by a head that was published', async () => {
    const { namespace, store, stored } = await made(30)
    const { head } = await verify(store)
    const [meta, tags] = [keyOf(namespace, 'meta'), keyOf(namespace, 'tags')]
    const end = (await used.client.hget(meta, 'trail')) ?? ''
    const of28 = stored[27]?.fields[3] ?? ''
    await replaceStored(used.client, namespace, stored.slice(0, 28))
    await used.client.hset(meta, 'trail', end.replace('30', '28').replace(/\S+$/, of28))
    // The tags of the last writes tell of them still.
    expect(kindsOf(await verify(store))).toEqual(['truncated'])
    await used.client.zremrangebyscore(tags, 29, 30)
    expect(await verify(store)).toMatchObject({ intact: true })
    expect((await verify(store, { head: head ?? { sequence: 0, hash: '' } })).findings).toEqual([
      {
        kind: 'truncated',
        sequence: 29,
        detail: 'entries 29 to 30 are missing at the end: the given head is entry 30',
      },
    ])
    // Others were written in the place of those that are gone.
    for (let i = 0; i < 3; i++) await write(store, assign(`t${i}`, 'team'))
    expect(kindsOf(await verify(store))).toEqual([])
    expect(kindsOf(await verify(store, { head: head ?? { sequence: 0, hash: '' } }))).toEqual([
      'head-differs',
    ])
  })

  it('is not shown: the list says so, and the export goes on', async () => {
    const { namespace, store, stored } = await made(5)
    const fourth = stored[3] as StoredEntry
    await replaceStored(
      used.client,
      namespace,
      stored.with(3, withText(fourth, textOf(fourth).replace('setup', 'eve'))),
    )
    expect((await store.audit({ limit: 1 })).items).toHaveLength(1)
    await expect(store.audit({ limit: 5 })).rejects.toThrow(
      'something else in the place of entry 4-0 of the audit trail; `trilatch audit verify` tells more',
    )
    expect((await store.trail({ limit: 9 })).items.map(({ fault }) => fault)).toEqual([
      undefined,
      undefined,
      undefined,
      'edited',
      undefined,
    ])
  })

  it('is not shown either where somebody without the key has made entries of their own', async () => {
    const { namespace, store, stored } = await made(9)
    const notShown = (limit: number, after?: string): Promise<void> =>
      expect(store.audit(after === undefined ? { limit } : { limit, after })).rejects.toThrow(
        'in the place of entry',
      )
    const forged = relinked(stored, 4, (line) => ({ ...line, actor: 'nobody' }))
    const fifth = forged[4] as StoredEntry
    await replaceStored(used.client, namespace, stored.with(4, fifth))
    expect((await store.audit({ limit: 4 })).next).toBe('6')
    await notShown(5)
    await notShown(1, '6')
    // With the next newer one gone, nothing names it; what is older has a key.
    await replaceStored(used.client, namespace, stored.with(4, fifth).toSpliced(5, 1))
    await notShown(9)
    // All of them anew, and the end with them.
    await replaceStored(used.client, namespace, forged)
    await notShown(1)
    const last = forged[8]?.fields[3] ?? ''
    await used.client.hset(keyOf(namespace, 'meta'), 'trail', `9 - ${last}`)
    await notShown(9)
    await replaceStored(
      used.client,
      namespace,
      stored.with(4, withText(fifth, textOf(fifth).replace('"key":"-"', '"key":"x"'))),
    )
    await notShown(9)
  })

  it('of another store is not taken for its own, also with the same key', async () => {
    const [mine, theirs] = [await made(6), await made(6)]
    await replaceStored(used.client, mine.namespace, theirs.stored)
    const [meta, of] = [keyOf(mine.namespace, 'meta'), keyOf(theirs.namespace, 'meta')]
    await used.client.hset(meta, 'trail', (await used.client.hget(of, 'trail')) ?? '')
    expect(await verify(mine.store)).toMatchObject({
      found: 6,
      findings: [{ kind: 'edited' }, {}, {}, {}, {}, {}],
    })
  })

  it('whose end is gone or garbled is found, and goes on in neither case', async () => {
    const { namespace, store } = await made(4)
    const meta = keyOf(namespace, 'meta')
    for (const end of ['garbage', '']) {
      await used.client.hset(meta, 'trail', end)
      expect(kindsOf(await verify(store))).toEqual(['behind-head'])
      expect(await write(store, putRole('x'))).toMatchObject({ status: 'refused', reason: 'unavailable' })
    }
    expect((await store.view(null)).policy.roles.size).toBe(0)
  })
})

describe('An entry that another overtakes', () => {
  it('is made anew for the end that there is, and the write is not planned again', async () => {
    const namespace = newNamespace()
    const slow = new GatedClient(used.server.port)
    const one = await used.store({ namespace, auditKey, client: slow })
    const two = await used.store({ namespace, auditKey, create: false })
    await write(one, assign('ann', 'team'))
    const letGo = slow.holdReplies('reading')
    const writing = write(one, assign('ben', 'team'))
    await write(two, assign('cy', 'team'))
    letGo()
    expect(await writing).toMatchObject({ status: 'done' })
    expect([detailsOf(one).counters.moved, detailsOf(two).counters.moved]).toEqual([1, 0])
    expect(await verify(two)).toMatchObject({ intact: true, entries: 4 })
    slow.disconnect()
  })

  it('is kept by each of many who write at once', async () => {
    const namespace = newNamespace()
    const stores = [await used.ownStore({ namespace, auditKey })]
    for (let i = 0; i < 3; i++) stores.push(await used.ownStore({ namespace, auditKey, create: false }))
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, (_, i) => write(stores[i % 4] as Store, assign(`s${i}`, 'team'))),
    )
    expect(outcomes.filter(({ status }) => status !== 'done')).toEqual([])
    expect(await verify(stores[0] as Store)).toMatchObject({ intact: true, entries: 101 })
  })

  it('is never kept where the trail goes on behind its end', async () => {
    const { namespace, store } = await made(3)
    await used.client.xadd(keyOf(namespace, 'audit'), '9-0', 'v', '{}', 'h', 'x')
    expect(await write(store, putRole('x'))).toEqual({
      status: 'refused',
      reason: 'unavailable',
      detail: 'the audit trail goes on behind its end; `trilatch audit verify` tells more',
    })
    expect((await store.view(null)).policy.roles.size).toBe(0)
    expect(kindsOf(await verify(store))).toEqual(['unreadable', 'missing', 'behind-head'])
  })
})

describe('The key of the trail', () => {
  it('may change: the new one makes entries, the old one verifies', async () => {
    const { namespace, store } = await made(3)
    const after = await used.store({ namespace, create: false, auditKey: [other, auditKey] })
    await write(after, putRole('x'))
    expect(await verify(after)).toMatchObject({
      intact: true,
      entries: 4,
      keys: [{ entries: 3 }, { entries: 1 }],
    })
    // Who has only the old one can no longer tell, and writes no more.
    expect(kindsOf(await verify(store))).toEqual(['unknown-key'])
    expect(await write(store, putRole('y'))).toMatchObject({
      status: 'refused',
      reason: 'unavailable',
      detail: expect.stringContaining('kept with an `auditKey` that this process does not have') as string,
    })
  })

  it('has to be there where the trail has one: a process without does not start', async () => {
    const { namespace } = await made(2)
    await expect(used.store({ namespace, create: false })).rejects.toMatchObject({
      code: 'TRILATCH_STORE_UNSUITABLE',
      message: expect.stringContaining(
        'give it to all processes before one of them writes with it',
      ) as string,
    })
  })

  it('may come later; entries without one behind it are told of, and so is a trail that has none', async () => {
    const { namespace, store } = await made(3, {})
    expect(await verify(store)).toMatchObject({ intact: true, keys: [{ key: '-', entries: 3 }] })
    const keyed = await used.store({ namespace, create: false, auditKey })
    expect(kindsOf(await verify(keyed))).toEqual(['no-key'])
    await write(keyed, putRole('x'))
    expect(await verify(keyed)).toMatchObject({ intact: true, keys: [{ key: '-', last: 3 }, { first: 4 }] })
    const stored = await readStored(used.client, namespace)
    await replaceStored(
      used.client,
      namespace,
      relinked(
        [
          ...stored,
          {
            id: '5-0',
            fields: ['v', textOf(stored[3] as StoredEntry).replace('"sequence":4', '"sequence":5'), 'h', ''],
          },
        ],
        4,
        (line) => line,
      ),
    )
    expect(kindsOf(await verify(keyed))).toEqual(['no-key', 'behind-head'])
  })

  it('is made from `hmacKey` where there is no other', async () => {
    const hmacKey = 'a secret that is long enough to be one'
    const { namespace, store, stored } = await made(3, { hmacKey })
    expect((await verify(store)).keys[0]?.key).not.toBe('-')
    await replaceStored(
      used.client,
      namespace,
      relinked(stored, 1, (line) => line),
    )
    expect((await verify(store)).intact).toBe(false)
    await replaceStored(used.client, namespace, stored)
    // An own key may follow it.
    const own = await used.store({ namespace, create: false, hmacKey, auditKey })
    await write(own, putRole('x'))
    expect(await verify(own)).toMatchObject({ intact: true, entries: 4 })
  })

  it.each([['short'], [[]], [[auditKey, auditKey]], [7]])('is not %j', async (wrong) => {
    await expect(used.store({ auditKey: wrong as string })).rejects.toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      message: expect.stringContaining('`auditKey`') as string,
    })
  })

  it('is what the command keeps entries with, too', async () => {
    const namespace = newNamespace()
    const said: string[] = []
    const command = (...args: string[]): Promise<number> =>
      runCommand(
        [...args, '--url', `redis://127.0.0.1:${used.server.port}`, '--namespace', namespace],
        { TRILATCH_AUDIT_KEY: ` ${other.replaceAll(' ', '-')} ` },
        { out: (text) => said.push(text), err: (text) => said.push(text) },
      )
    expect(await command('init')).toBe(0)
    const store = await used.store({ namespace, create: false, auditKey: other.replaceAll(' ', '-') })
    await write(store, putRole('team'), assign('ann', 'team'))
    expect(await command('empty-role', 'team')).toBe(0)
    expect(await verify(store)).toMatchObject({ intact: true, entries: 3, keys: [{ entries: 3 }] })
    await used.client.set(keyOf(namespace, 'alarm'), 'writes-lost: a test')
    expect(await command('accept')).toBe(0)
    expect(await verify(store)).toMatchObject({ intact: true, entries: 4, keys: [{ entries: 4 }] })
  })
})

describe('The length of the trail', () => {
  it('may be cut by those who write, as far as they say, and no further', async () => {
    const { namespace, store } = await made(2, { auditKey, keptAudit: 1_000 })
    const writes = 1_250
    for (let i = 0; i < writes; i += 50)
      await Promise.all(Array.from({ length: 50 }, () => store.write(lineOnly())))
    const report = await verify(store)
    expect(report).toMatchObject({ intact: true, head: { sequence: writes + 2 } })
    expect(report.first).toBeGreaterThan(1)
    const stored = await readStored(used.client, namespace)
    await replaceStored(used.client, namespace, stored.slice(-1_000))
    expect(await verify(store)).toMatchObject({ intact: true, entries: 1_000 })
    await replaceStored(used.client, namespace, stored.slice(-999))
    expect(kindsOf(await verify(store))).toEqual(['removed'])
  })

  it('is gone over in calls that do bounded work each, also by a filter that finds nothing', async () => {
    const client = new CountingClient(used.server.port)
    const { store } = await made(2, { client })
    for (let i = 0; i < 1_100; i += 50)
      await Promise.all(Array.from({ length: 50 }, () => store.write(lineOnly())))
    // Redis knows the script from here on.
    await store.audit({ limit: 1 })
    client.parts = 0
    const page = await store.audit({ limit: 50, actor: 'nobody' })
    expect(page).toEqual({ items: [], next: '103' })
    expect(client.parts).toBe(10)
    expect(await store.audit({ limit: 50, actor: 'nobody', after: '103' })).toEqual({ items: [] })
    client.disconnect()
  })
})

/** Counts the parts of the trail that it is asked for. */
class CountingClient extends GatedClient {
  parts = 0

  override call(name: string, ...args: string[]): Promise<unknown> {
    if (args.includes(trailScript.sha) || args.includes(trailScript.text)) this.parts++
    return super.call(name, ...args)
  }
}

let count = 0
const lineOnly = () => ({
  tag: `line-${count++}`.padEnd(22, '-'),
  expect: [],
  operations: [],
  audit: {
    at: '',
    actor: 'ann',
    action: 'a',
    target: 't',
    before: null,
    after: null,
    outcome: 'refused' as const,
  },
})
