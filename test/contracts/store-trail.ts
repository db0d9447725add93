import { afterEach, describe, expect, it } from 'vitest'
import { verifyTrail } from '@trilatch/core'
import type { AuditLine, AuditReport, KeptEntry, Store } from '@trilatch/core'
import {
  admin,
  all,
  assign,
  boss,
  done,
  everything,
  newTag,
  putRole,
  reader,
  trailOf,
  write,
  writer,
} from './store-kit.ts'
import type { MakeStore } from './store-kit.ts'

const verify = (store: Store, limit = 200): Promise<AuditReport> =>
  verifyTrail((after) => store.trail(after === undefined ? { limit } : { limit, after }))

/** All entries as they are kept, oldest first. */
async function keptBy(store: Store, limit: number): Promise<KeptEntry[]> {
  const found: KeptEntry[] = []
  for (let after: string | undefined, begun = false; !begun || after !== undefined; begun = true) {
    const page = await store.trail(after === undefined ? { limit } : { limit, after })
    found.push(...page.items)
    after = page.next
  }
  return found
}

const line = (fields: Partial<AuditLine>): AuditLine => ({
  at: '2026-01-01T00:00:00.000Z',
  actor: 'ann',
  action: 'role.update',
  target: 'reader',
  before: null,
  after: null,
  ...fields,
})
const refused: Partial<AuditLine> = {
  outcome: 'refused',
  after: { rules: [{ permission: 'x' }] },
  refusal: { code: 'TRILATCH_MORE_THAN_HELD', detail: 'Cannot give it: it would open x' },
}

/** What the audit trail promises beside an entry for each write. */
export function trailContract(makeStore: MakeStore): void {
  const open: Store[] = []
  const make = async (): Promise<Store> => {
    const store = await makeStore({ roles: [admin, reader, writer], assignments: [boss] })
    open.push(store)
    return store
  }
  afterEach(async () => {
    await Promise.all(open.splice(0).map((store) => store.close()))
  })
  const note = (store: Store, fields: Partial<AuditLine>, tag = newTag()): ReturnType<Store['write']> =>
    store.write({ tag, expect: [], operations: [], audit: line(fields) })

  describe('The chain of the audit trail', () => {
    it('links each entry to the one before it, and is found intact', async () => {
      const store = await make()
      for (let i = 0; i < 9; i++) await done(store, assign(`s${i}`, 'reader'))
      const trail = (await trailOf(store)).toReversed()
      for (const [i, entry] of trail.entries())
        expect(entry).toMatchObject({
          previous: trail[i - 1]?.hash ?? '',
          store: trail[0]?.store,
          outcome: 'done',
        })
      expect(new Set(trail.map(({ hash }) => hash)).size).toBe(trail.length)
      const report = await verify(store)
      expect(report).toMatchObject({ intact: true, entries: trail.length, first: 1, findings: [], found: 0 })
      expect(report.head).toEqual({
        sequence: trail.length,
        key: trail.at(-1)?.key,
        hash: trail.at(-1)?.hash,
      })
    })

    it('holds when a hundred writes are made at once', async () => {
      const store = await make()
      await Promise.all(Array.from({ length: 100 }, (_, i) => done(store, assign(`s${i}`, 'reader'))))
      const report = await verify(store, 17)
      expect(report).toMatchObject({ intact: true, findings: [] })
      expect(report.entries).toBeGreaterThanOrEqual(100)
    })

    it.each([1, 3, 200])('is shown as it is kept, oldest first, in pages of %d', async (limit) => {
      const store = await make()
      for (let i = 0; i < 5; i++) await done(store, assign(`s${i}`, 'reader'))
      const kept = await keptBy(store, limit)
      expect(kept.map(({ entry }) => entry)).toEqual((await trailOf(store)).toReversed())
      expect(
        kept.every(({ fault, entry, sequence }) => fault === undefined && entry?.sequence === sequence),
      ).toBe(true)
      const { bounds } = await store.trail({ limit: 1 })
      expect(bounds).toMatchObject({ head: { sequence: kept.length }, newest: kept.length, oldest: 1 })
    })

    it('keeps what is in an entry as it was, whatever that is', async () => {
      const store = await make()
      const odd = {
        '10': 1,
        '9': [null, true, 0.1, -0, 1e21],
        ['__proto__']: { a: 'b' },
        é: '\u202e\u0000"\\',
      }
      await note(store, { actor: '\u{1f600}\n', target: '"', before: odd, after: [odd, 'x'.repeat(5_000)] })
      const [entry] = await trailOf(store)
      expect(JSON.stringify(entry?.before)).toBe(JSON.stringify(odd))
      expect(entry).toMatchObject({ actor: '\u{1f600}\n', target: '"' })
      expect(await verify(store)).toMatchObject({ intact: true })
    })
  })

  describe('A write whose entry cannot be made', () => {
    it('changes nothing', async () => {
      const store = await make()
      const before = await everything(store, 'ann')
      const audit = line({ after: 1n })
      const outcome = await store
        .write({ tag: newTag(), expect: [], operations: [assign('ann', 'reader')], audit })
        .catch(() => ({ status: 'rejected' }))
      expect(outcome.status).not.toBe('done')
      expect(await everything(store, 'ann')).toEqual(before)
      expect(await verify(store)).toMatchObject({ intact: true })
    })
  })

  describe('A write without operations', () => {
    it('keeps its line, and changes nothing else', async () => {
      const store = await make()
      const before = await everything(store, 'boss')
      const tag = newTag()
      expect(await note(store, refused, tag)).toEqual({ status: 'done', version: tag })
      const [entry, ...rest] = await trailOf(store)
      expect(entry).toMatchObject({ tag, actor: 'ann', action: 'role.update', ...refused })
      expect({ ...((await everything(store, 'boss')) as object), trail: rest }).toEqual(before)
    })

    it('is done once, however often it is repeated with its tag', async () => {
      const store = await make()
      const tag = newTag()
      for (let i = 0; i < 3; i++)
        expect(await note(store, refused, tag)).toEqual({ status: 'done', version: tag })
      expect((await trailOf(store)).filter((entry) => entry.tag === tag)).toHaveLength(1)
      expect(await verify(store)).toMatchObject({ intact: true })
    })

    it('checks what it expects', async () => {
      const store = await make()
      const expectation = [{ kind: 'policy', id: '', version: 'old' }] as const
      expect(await write(store, [], expectation)).toMatchObject({ status: 'refused', reason: 'conflict' })
    })
  })

  describe('A filter of the audit trail', () => {
    const fill = async (): Promise<Store> => {
      const store = await make()
      await note(store, {})
      await note(store, { actor: 'ben' })
      await note(store, refused)
      await note(store, { action: 'role.delete', target: 'writer' })
      await done(store, putRole({ ...reader, title: 'R' }))
      return store
    }
    const found = async (store: Store, filter: object, limit = 200): Promise<unknown[]> => {
      const entries = await all((after) =>
        store.audit({ ...filter, limit, ...(after === undefined ? {} : { after }) }),
      )
      return entries.map(({ actor, action, target, outcome }) => [actor, action, target, outcome].join(' '))
    }

    it.each([
      [{ actor: 'ben' }, ['ben role.update reader done']],
      [{ action: 'role.delete' }, ['ann role.delete writer done']],
      [{ target: 'writer' }, ['ann role.delete writer done']],
      [{ outcome: 'refused' }, ['ann role.update reader refused']],
      [{ actor: 'ann', action: 'role.update', outcome: 'done' }, ['ann role.update reader done']],
      [{ actor: 'ANN' }, []],
      [{ actor: 'ann', target: 'nobody' }, []],
    ])('%j shows what is equal in all that it names', async (filter, expected) => {
      expect(await found(await fill(), filter)).toEqual(expected)
    })

    it.each([1, 2, 3])('goes on in pages of %d', async (limit) => {
      const store = await fill()
      expect(await found(store, { actor: 'ann' }, limit)).toEqual([
        'ann role.delete writer done',
        'ann role.update reader refused',
        'ann role.update reader done',
      ])
    })
  })
}
