// What a verification of the audit trail finds, entry by entry.
import { describe, expect, it } from 'vitest'
import { createAuditChain, readAuditKeys, verifyTrail } from '../../src/index.ts'
import type {
  AuditEntry,
  AuditFinding,
  AuditHead,
  KeptEntry,
  TrailPage,
  VerifyOptions,
} from '../../src/index.ts'
import { auditText } from '../../src/trail/audit-chain.ts'

const secret = 'a secret that is long enough to be one'
const keysOf = (...secrets: readonly string[]) => {
  const keys = readAuditKeys(secrets)
  if (typeof keys === 'string') throw new Error(keys)
  return keys
}
const line = {
  at: '2026-01-01T00:00:00.000Z',
  actor: 'ann',
  action: 'a',
  target: 't',
  before: null,
  after: 1,
}
const keyed = createAuditChain(keysOf(secret))
const plain = createAuditChain([])

/** So many entries behind an end. */
function entriesOf(
  count: number,
  chain = keyed,
  from: AuditHead | null = null,
  kept = 100,
): readonly AuditEntry[] {
  let head = from
  return Array.from({ length: count }, () => {
    const made = chain.link('tag', line, { head, store: 's', kept })
    head = made.head
    const entry = chain.read(made.text, made.head.hash)
    if (entry === null) throw new Error('no entry')
    return entry
  })
}

const headOf = (entries: readonly AuditEntry[]): AuditHead | null => {
  const last = entries.at(-1)
  return last === undefined ? null : { sequence: last.sequence, key: last.key, hash: last.hash }
}

interface Given extends VerifyOptions {
  readonly chain?: typeof keyed
  readonly bounds?: Partial<NonNullable<TrailPage['bounds']>> | null
  readonly size?: number
}

async function findings(
  entries: readonly (AuditEntry | null)[],
  given: Given = {},
): Promise<readonly AuditFinding[]> {
  const { chain = keyed, size = 3, bounds, ...options } = given
  const kept = entries.map((entry, i): KeptEntry => {
    if (entry === null) return { place: `place ${i}`, sequence: null, entry, fault: 'unreadable' }
    const fault = chain.fault(auditText(entry), entry)
    return {
      place: String(entry.sequence),
      sequence: entry.sequence,
      entry,
      ...(fault === undefined ? {} : { fault }),
    }
  })
  const head = headOf(entries.filter((entry) => entry !== null))
  const whole = { head, newest: head?.sequence ?? 0, oldest: kept[0]?.sequence ?? null, ...bounds }
  const report = await verifyTrail(async (after) => {
    const from = Number(after ?? 0)
    const items = kept.slice(from, from + size)
    const next = from + size < kept.length ? { next: String(from + size) } : {}
    return { items, ...next, bounds: bounds === null ? null : whole, key: chain.key }
  }, options)
  expect([report.intact, report.found]).toEqual([report.findings.length === 0, report.findings.length])
  return report.findings
}

const ten = entriesOf(10)
const at = (i: number): AuditEntry => ten[i] as AuditEntry

describe('A trail', () => {
  it.each([1, 3, 10, 11])('that is as it was written is found intact in pages of %d', async (size) => {
    expect(await findings(ten, { size })).toEqual([])
  })

  it('that was cut as far as its writers let it go is found intact', async () => {
    const entries = entriesOf(10, keyed, null, 4)
    expect(await findings(entries.slice(6))).toEqual([])
    expect(await findings(entries.slice(7))).toEqual([
      {
        kind: 'removed',
        sequence: 7,
        detail: 'entry 7 is missing at the beginning, and nobody lets so many go',
      },
    ])
  })

  it('is not held to what an entry says that is not what was written', async () => {
    const entries = entriesOf(10)
    const forged = { ...(entries[9] as AuditEntry), kept: 1 }
    expect((await findings([...entries.slice(5, 9), forged])).map(({ kind }) => kind)).toEqual([
      'edited',
      'removed',
    ])
  })

  it('whose beginning is let go between two pages is found intact', async () => {
    const entries = entriesOf(10, keyed, null, 4)
    // The page behind the first begins at the oldest there is by then.
    expect(await findings([...entries.slice(0, 3), ...entries.slice(6)], { bounds: { oldest: 7 } })).toEqual(
      [],
    )
    expect(await findings([...entries.slice(0, 3), ...entries.slice(6)], { bounds: { oldest: 1 } })).toEqual([
      { kind: 'missing', sequence: 4, detail: 'entries 4 to 6 are missing' },
    ])
  })

  it('is let go before the first of a page, and nowhere else', async () => {
    const entries = entriesOf(10, keyed, null, 4)
    const gap = [...entries.slice(0, 3), ...entries.slice(6)]
    expect(await findings(gap, { size: 11, bounds: { oldest: 7 } })).toEqual([
      { kind: 'missing', sequence: 4, detail: 'entries 4 to 6 are missing' },
    ])
  })

  it('goes on where the first of a page is the oldest by now, and what follows is held to what was before', async () => {
    const [, fork] = entriesOf(2, keyed, headOf(ten.slice(0, 2)), 50)
    expect(await findings([...ten.slice(0, 3), fork as AuditEntry], { bounds: { oldest: 4 } })).toMatchObject(
      [{ kind: 'unlinked', sequence: 4 }],
    )
    expect(
      await findings([...ten.slice(0, 3), at(1)], { bounds: { oldest: 2, head: at(2), newest: 3 } }),
    ).toMatchObject([{ kind: 'out-of-order', sequence: 2 }])
  })

  it('that has nothing where the store knows nothing is intact', async () => {
    expect(await findings([])).toEqual([])
    expect(await findings([], { bounds: { newest: 1 } })).toEqual([
      { kind: 'truncated', sequence: 1, detail: 'entry 1 is missing at the end' },
    ])
  })
})

describe('What is found', () => {
  it('an entry with another content', async () => {
    expect(await findings(ten.with(4, { ...at(4), actor: 'eve' }))).toEqual([
      { kind: 'edited', sequence: 5, detail: 'entry 5 is not what was written there' },
    ])
  })

  it('something that is no entry; those behind it are held to each other', async () => {
    expect(await findings(ten.map((entry, i) => (i === 4 ? null : entry)))).toEqual([
      { kind: 'unreadable', sequence: null, detail: 'what is kept at place 4 is no entry of the trail' },
    ])
  })

  it('one that was written behind another one than is there', async () => {
    const [, fork] = entriesOf(2, keyed, headOf(ten.slice(0, 3)), 50)
    expect(await findings([...ten.slice(0, 4), fork as AuditEntry])).toEqual([
      { kind: 'unlinked', sequence: 5, detail: 'entry 5 does not follow entry 4: one of them was replaced' },
    ])
  })

  it('a first one that names one before it', async () => {
    const odd = keyed.link('tag', line, { head: { sequence: 0, key: '-', hash: 'x' }, store: 's', kept: 9 })
    expect(await findings([keyed.read(odd.text, odd.head.hash)])).toEqual([
      { kind: 'unlinked', sequence: 1, detail: 'entry 1 names an entry before it' },
    ])
  })

  it('one that stands there twice, and two in the wrong order', async () => {
    expect(await findings(ten.toSpliced(3, 0, at(1)))).toEqual([
      { kind: 'out-of-order', sequence: 2, detail: 'entry 2, at 2, stands behind entry 3' },
    ])
    expect(await findings(ten.toSpliced(3, 0, at(2)))).toMatchObject([{ kind: 'out-of-order', sequence: 3 }])
    expect(
      (await findings(ten.with(3, at(4)).with(4, at(3)))).map(({ kind, sequence }) => [kind, sequence]),
    ).toEqual([
      ['missing', 4],
      ['out-of-order', 4],
    ])
  })

  it('one of a key that is not known, and one without a key behind others', async () => {
    const other = createAuditChain(keysOf(`another ${secret}`))
    const behind = headOf(ten)
    expect(await findings([...ten, ...entriesOf(1, other, behind)])).toMatchObject([
      { kind: 'unknown-key', sequence: 11, detail: expect.stringContaining('is not known here') as string },
    ])
    expect(await findings([...ten, ...entriesOf(2, plain, behind)])).toMatchObject([
      { kind: 'no-key', sequence: 11, detail: 'entry 11 was made without a key, behind entries with one' },
      { kind: 'no-key', sequence: 12 },
    ])
  })

  it('a trail without a key, by one who has one', async () => {
    const entries = entriesOf(3, plain)
    expect(await findings(entries)).toEqual([
      {
        kind: 'no-key',
        sequence: 3,
        detail: 'no entry was made with a key: whoever can write to the store can have made all of them',
      },
    ])
    expect(await findings(entries, { chain: plain })).toEqual([])
    expect(await findings([...entries, ...entriesOf(1, keyed, headOf(entries))])).toEqual([])
  })

  it('what is missing at the end, behind it, or another there', async () => {
    expect(await findings(ten, { bounds: { newest: 12 } })).toMatchObject([
      { kind: 'truncated', sequence: 11, detail: 'entries 11 to 12 are missing at the end' },
    ])
    expect(await findings(ten, { bounds: { head: headOf(ten.slice(0, 8)), newest: 8 } })).toMatchObject([
      { kind: 'behind-head', sequence: 9, detail: 'entries 9 to 10 are behind the end that the store knows' },
    ])
    expect(await findings(ten, { bounds: { head: { ...at(9), hash: 'x' } } })).toMatchObject([
      {
        kind: 'head-differs',
        sequence: 10,
        detail: 'entry 10 is not the one that the store knows as the last',
      },
    ])
  })

  it('at most a hundred, and the number of all', async () => {
    const many = entriesOf(150)
    const report = await verifyTrail(async () => ({
      items: many.map((entry) => ({ place: '', sequence: entry.sequence, entry, fault: 'edited' as const })),
      bounds: null,
      key: '-',
    }))
    expect([report.found, report.findings.length, report.intact]).toEqual([150, 100, false])
  })
})

describe('A head that was published', () => {
  it('is there, or is the last before the first', async () => {
    expect(await findings(ten, { head: at(9) })).toEqual([])
    expect(await findings(ten, { head: at(3) })).toEqual([])
    const entries = entriesOf(10, keyed, null, 4)
    expect(await findings(entries.slice(6), { head: entries[5] as AuditEntry })).toEqual([])
  })

  it('of another entry is found', async () => {
    expect(await findings(ten, { head: { sequence: 4, hash: at(4).hash } })).toMatchObject([
      {
        kind: 'head-differs',
        sequence: 4,
        detail: 'entry 4 is not the one that the given head names',
      },
    ])
    const unreadable = ten.map((entry, i) => (i === 4 ? null : entry))
    expect(await findings(unreadable, { head: at(4) })).toMatchObject([{ kind: 'unreadable' }])
    const entries = entriesOf(10, keyed, null, 4)
    expect(await findings(entries.slice(6), { head: { sequence: 6, hash: 'x' } })).toMatchObject([
      {
        kind: 'head-differs',
        sequence: 6,
        detail: 'entry 7 does not follow the entry that the given head names',
      },
    ])
  })

  it('of an entry behind the last is found, and one that is too old proves nothing', async () => {
    expect(await findings(ten.slice(0, 9), { head: at(9) })).toMatchObject([
      {
        kind: 'truncated',
        sequence: 10,
        detail: 'entry 10 is missing at the end: the given head is entry 10',
      },
    ])
    expect(await findings([], { head: at(0) })).toMatchObject([{ kind: 'truncated', sequence: 1 }])
    const entries = entriesOf(10, keyed, null, 4)
    expect(await findings(entries.slice(6), { head: entries[2] as AuditEntry })).toMatchObject([
      {
        kind: 'head-gone',
        sequence: 3,
        detail: 'the given head is entry 3, and the trail begins with entry 7: give a newer one',
      },
    ])
  })
})

describe('The report', () => {
  const report = (entries: readonly (AuditEntry | null)[]) =>
    verifyTrail(async () => ({
      items: entries.map((entry, i) => ({ place: String(i), sequence: entry?.sequence ?? null, entry })),
      bounds: null,
      key: '-',
    }))

  it('says which entries each key has made, where the trail begins, and where it ends', async () => {
    const [first, behind] = [entriesOf(3, plain), keyed.key]
    const entries = [...first, ...entriesOf(2, keyed, headOf(first))]
    expect(await report(entries.slice(1))).toEqual({
      intact: true,
      entries: 4,
      first: 2,
      head: headOf(entries),
      keys: [
        { key: '-', first: 2, last: 3, entries: 2 },
        { key: behind, first: 4, last: 5, entries: 2 },
      ],
      findings: [],
      found: 0,
    })
  })

  it('names no end that could not be read', async () => {
    expect(await report([...ten, null])).toMatchObject({ entries: 11, first: 1, head: null, intact: false })
    expect(await report([])).toMatchObject({ entries: 0, first: null, head: null, keys: [], intact: true })
  })
})

it('A verification tells how far it is', async () => {
  const seen: number[] = []
  await findings(ten, { size: 4, onProgress: (entries) => seen.push(entries) })
  expect(seen).toEqual([4, 8, 10])
})
