/** Somebody who was seen lately. */
export interface Tracked {
  seenAt: number
  dueAt: number
  /** How often in a row nothing could be found out. */
  failures: number
}

/** Who was seen lately, the longest ago first; the oldest gives way when there are too many. */
export class TrackedAccounts {
  readonly #most: number
  readonly #all = new Map<string, Tracked>()

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#all.size
  }

  /** Somebody was seen: who is new is due at once. */
  seen(subject: string, now: number): void {
    const tracked = this.#all.get(subject) ?? { seenAt: now, dueAt: now, failures: 0 }
    tracked.seenAt = now
    this.#all.delete(subject)
    this.#all.set(subject, tracked)
    if (this.#all.size > this.#most) this.#all.delete(this.#all.keys().next().value as string)
  }

  /** Those that are due; who has not been seen for too long is forgotten. */
  due(now: number, idleMs: number): readonly (readonly [string, Tracked])[] {
    for (const [subject, { seenAt }] of this.#all) {
      if (now - seenAt <= idleMs) break
      this.#all.delete(subject)
    }
    return [...this.#all].filter(([, { dueAt }]) => dueAt <= now)
  }
}
