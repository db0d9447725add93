import type { AuditEntry, AuditHead, KeptEntry, TrailBounds, TrailPage } from './audit-entry.ts'
import type { AuditFinding, AuditFindingKind, AuditKeyUse, AuditReport } from './audit-report.ts'

/** The most findings that are kept; all are counted. */
const maxFindings = 100

/** A head that was published earlier. */
export type GivenHead = Pick<AuditHead, 'sequence' | 'hash'>

const many = (from: number, to: number): string =>
  from === to ? `entry ${from}` : `entries ${from} to ${to}`
const are = (from: number, to: number): string => `${many(from, to)} ${from === to ? 'is' : 'are'}`

/** Goes over a trail from its oldest entry to its newest, and notes what does not fit. Keeps nothing but the last entry. */
export class TrailWalk {
  readonly #given: GivenHead | undefined
  readonly #findings: AuditFinding[] = []
  #found = 0
  #entries = 0
  #first: number | null = null
  /** The last one; `null` in it where it could not be read. */
  #last: { readonly sequence: number; readonly sealed: Omit<AuditHead, 'sequence'> | null } | undefined
  /** What any entry says may be gone before it. */
  #leastKept = 1
  #keyed = false
  readonly #keys = new Map<string, { first: number; last: number; entries: number }>()

  constructor(given: GivenHead | undefined) {
    this.#given = given
  }

  get entries(): number {
    return this.#entries
  }

  page({ items, bounds }: TrailPage): void {
    for (const [i, kept] of items.entries()) this.#entry(kept, i === 0 ? (bounds?.oldest ?? null) : null)
  }

  /** @param page The last one. */
  end({ bounds, key }: TrailPage): AuditReport {
    const last = this.#last?.sequence ?? 0
    if (bounds !== null) this.#checkBounds(bounds, last)
    this.#checkGiven(last)
    if (key !== '-' && this.#keys.size > 0 && !this.#keyed)
      this.#note(
        'no-key',
        last,
        'no entry was made with a key: whoever can write to the store can have made all of them',
      )
    return this.#report()
  }

  #checkBounds({ head, newest }: TrailBounds, last: number): void {
    const end = head?.sequence ?? 0
    const should = Math.max(end, newest)
    if (last < should) this.#note('truncated', last + 1, `${are(last + 1, should)} missing at the end`)
    else if (last > end)
      this.#note('behind-head', end + 1, `${are(end + 1, last)} behind the end that the store knows`)
    else if (head !== null && this.#last?.sealed?.hash !== head.hash)
      this.#note('head-differs', last, `entry ${last} is not the one that the store knows as the last`)
    const first = this.#first ?? 0
    if (first > this.#leastKept) {
      const gone = are(this.#leastKept, first - 1)
      this.#note('removed', this.#leastKept, `${gone} missing at the beginning, and nobody lets so many go`)
    }
  }

  #report(): AuditReport {
    const { sequence = 0, sealed = null } = this.#last ?? {}
    return {
      intact: this.#found === 0,
      entries: this.#entries,
      first: this.#first,
      head: sealed === null ? null : { sequence, ...sealed },
      keys: Array.from(this.#keys, ([used, use]): AuditKeyUse => ({ key: used, ...use })),
      findings: this.#findings,
      found: this.#found,
    }
  }

  /** @param oldest The oldest there is, for the first entry of a page: older ones may have been let go since the page before. */
  #entry({ place, sequence: said, entry, fault }: KeptEntry, oldest: number | null): void {
    this.#entries++
    const before = this.#last
    const sequence = said ?? (before?.sequence ?? 0) + 1
    if (entry === null) this.#note('unreadable', said, `what is kept at ${place} is no entry of the trail`)
    else if (fault === 'edited')
      this.#note('edited', sequence, `entry ${sequence} is not what was written there`)
    else if (fault === 'unknown-key')
      this.#note(
        'unknown-key',
        sequence,
        `entry ${sequence} was made with the key ${JSON.stringify(entry.key)}, which is not known here`,
      )
    if (before === undefined || (sequence > before.sequence + 1 && sequence === oldest))
      this.#begin(sequence, entry)
    else if (sequence <= before.sequence) {
      this.#note(
        'out-of-order',
        sequence,
        `entry ${sequence}, at ${place}, stands behind entry ${before.sequence}`,
      )
      return
    } else if (sequence > before.sequence + 1)
      this.#note('missing', before.sequence + 1, `${are(before.sequence + 1, sequence - 1)} missing`)
    else if (entry !== null && before.sealed !== null && entry.previous !== before.sealed.hash)
      this.#note(
        'unlinked',
        sequence,
        `entry ${sequence} does not follow entry ${before.sequence}: one of them was replaced`,
      )
    this.#last = { sequence, sealed: entry === null ? null : { key: entry.key, hash: entry.hash } }
    if (entry === null) return
    if (this.#given?.sequence === sequence && this.#given.hash !== entry.hash)
      this.#note('head-differs', sequence, `entry ${sequence} is not the one that the given head names`)
    if (fault === undefined) this.#count(entry)
  }

  #begin(sequence: number, entry: AuditEntry | null): void {
    this.#first = sequence
    if (entry === null) return
    if (sequence === 1 && entry.previous !== '') this.#note('unlinked', 1, 'entry 1 names an entry before it')
    if (this.#given?.sequence === sequence - 1 && this.#given.hash !== entry.previous)
      this.#note(
        'head-differs',
        sequence - 1,
        `entry ${sequence} does not follow the entry that the given head names`,
      )
  }

  /** Of a sound entry. */
  #count({ sequence, kept, key }: AuditEntry): void {
    this.#leastKept = Math.max(this.#leastKept, sequence - kept + 1)
    if (key !== '-') this.#keyed = true
    else if (this.#keyed)
      this.#note('no-key', sequence, `entry ${sequence} was made without a key, behind entries with one`)
    const use = this.#keys.get(key)
    this.#keys.set(key, { first: use?.first ?? sequence, last: sequence, entries: (use?.entries ?? 0) + 1 })
  }

  #checkGiven(last: number): void {
    const given = this.#given
    if (given === undefined) return
    if (given.sequence > last)
      this.#note(
        'truncated',
        last + 1,
        `${are(last + 1, given.sequence)} missing at the end: the given head is entry ${given.sequence}`,
      )
    else if (given.sequence < (this.#first ?? 0) - 1)
      this.#note(
        'head-gone',
        given.sequence,
        `the given head is entry ${given.sequence}, and the trail begins with entry ${this.#first}: give a newer one`,
      )
  }

  #note(kind: AuditFindingKind, sequence: number | null, detail: string): void {
    this.#found++
    if (this.#findings.length < maxFindings) this.#findings.push({ kind, sequence, detail })
  }
}
