import { deepFreeze } from '../deep-freeze.ts'
import { own } from '../own.ts'
import { auditText, createAuditChain } from '../trail/audit-chain.ts'
import type { AuditChain } from '../trail/audit-chain.ts'
import type { AuditEntry, AuditHead, AuditLine, TrailPage } from '../trail/audit-entry.ts'
import type { AuditKey } from '../trail/audit-keys.ts'
import { filterOf, matchesFilter, maxLookedAt } from '../trail/audit-query.ts'
import type { AuditQuery, Page, PageQuery } from './pages.ts'

/** The most entries of the audit trail that are kept; the oldest go first. */
const maxAudit = 10_000

/** The audit trail of a memory store. */
export class MemoryTrail {
  readonly #store: string
  readonly #chain: AuditChain
  readonly #entries: AuditEntry[] = []
  /** Writes that are in the trail: asked for again, they are done already. */
  readonly #tags = new Set<string>()
  #head: AuditHead | null = null

  /** @param store Random id of the store. */
  constructor(store: string, keys: readonly AuditKey[]) {
    this.#store = store
    this.#chain = createAuditChain(keys)
  }

  has(tag: string): boolean {
    return this.#tags.has(tag)
  }

  /**
   * Makes the entry of a line, before anything is changed: one that cannot be made changes nothing.
   *
   * @returns Keeps it.
   */
  make(tag: string, line: AuditLine): () => void {
    const place = { head: this.#head, store: this.#store, kept: maxAudit }
    const { text, head } = this.#chain.link(tag, line, place)
    const entry = deepFreeze({ ...(JSON.parse(text) as AuditEntry), hash: head.hash })
    return () => {
      this.#entries.push(entry)
      this.#head = head
      this.#tags.add(tag)
      if (this.#entries.length > maxAudit) this.#tags.delete((this.#entries.shift() as AuditEntry).tag)
    }
  }

  /** Newest first. */
  audit(query: AuditQuery): Page<AuditEntry> {
    const [filter, after] = [filterOf(query), own(query, 'after')]
    const from = after === undefined ? this.#entries.length - 1 : this.#placeOf(after) - 1
    const items: AuditEntry[] = []
    for (let i = from, looked = 0; i >= 0; i--, looked++) {
      const entry = this.#entries[i] as AuditEntry
      if (items.length === query.limit || looked === maxLookedAt)
        return { items, next: String(entry.sequence + 1) }
      if (matchesFilter(entry, filter)) items.push(entry)
    }
    return { items }
  }

  /** Oldest first. */
  trail(query: PageQuery): TrailPage {
    const after = own(query, 'after')
    const from = after === undefined ? 0 : Math.max(0, this.#placeOf(after) + 1)
    const found = this.#entries.slice(from, from + query.limit)
    const last = found.at(-1)
    const more = from + found.length < this.#entries.length
    return {
      items: found.map((entry) => {
        const fault = this.#chain.fault(auditText(entry), entry)
        const place = String(entry.sequence)
        return { place, sequence: entry.sequence, entry, ...(fault === undefined ? {} : { fault }) }
      }),
      ...(more && last !== undefined ? { next: String(last.sequence) } : {}),
      bounds: {
        head: this.#head,
        newest: this.#head?.sequence ?? 0,
        oldest: this.#entries[0]?.sequence ?? null,
      },
      key: this.#chain.key,
    }
  }

  /** Where an entry is in the list: before it where it has been let go, behind it where nothing is. */
  #placeOf(after: string): number {
    const place = Number(after) - (this.#entries[0]?.sequence ?? 1)
    return Number.isSafeInteger(place) ? Math.min(place, this.#entries.length) : -1
  }
}
