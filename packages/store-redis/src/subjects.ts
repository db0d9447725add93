import type { SubjectRecord } from '@trilatch/core'

/**
 * Records of subjects that were used lately, those that do not exist (`null`) as well: between `size` and twice as
 * many. What is read moves to the young generation; when that is full it becomes the old one.
 */
export class Subjects {
  readonly #most: number
  #young = new Map<string, SubjectRecord | null>()
  #old = new Map<string, SubjectRecord | null>()

  constructor(most: number) {
    this.#most = most
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  /** `undefined`: it has to be read. */
  get(id: string): SubjectRecord | null | undefined {
    const found = this.#young.get(id)
    if (found !== undefined) return found
    const aged = this.#old.get(id)
    if (aged !== undefined) {
      this.#old.delete(id)
      this.set(id, aged)
    }
    return aged
  }

  set(id: string, record: SubjectRecord | null): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(id, record)
  }

  /** Forgets those that a write has named, or all of them. */
  drop(ids: ReadonlySet<string> | '*'): void {
    if (ids === '*') {
      this.#young.clear()
      this.#old.clear()
      return
    }
    for (const id of ids) {
      this.#young.delete(id)
      this.#old.delete(id)
    }
  }
}
