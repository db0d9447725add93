import type { AuditEntry, Change } from './store.ts'

/** The most lines of the audit trail that are kept; the oldest go first. */
const maxAudit = 10_000

/** The audit trail of a memory store. */
export class MemoryTrail {
  readonly #lines: AuditEntry[] = []
  /** Writes that are in the trail: asked for again, they are done already. */
  readonly #tags = new Set<string>()
  #sequence = 0

  has(tag: string): boolean {
    return this.#tags.has(tag)
  }

  add(tag: string, audit: Change['audit']): void {
    this.#lines.push(Object.freeze({ sequence: ++this.#sequence, tag, ...audit }))
    this.#tags.add(tag)
    if (this.#lines.length > maxAudit) this.#tags.delete((this.#lines.shift() as AuditEntry).tag)
  }

  newestFirst(): readonly AuditEntry[] {
    return this.#lines.toReversed()
  }
}
