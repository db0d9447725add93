/**
 * A map that forgets: it keeps between `size` and twice `size` of the entries used most recently.
 *
 * Two generations instead of a linked list: an entry that is read moves to the young one; when that is full it
 * becomes the old one, and what was old and never read is dropped. Reading costs one or two look-ups.
 */
export class BoundedMap<K, V> {
  readonly #size: number
  #young = new Map<K, V>()
  #old = new Map<K, V>()

  constructor(size: number) {
    this.#size = size
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(key: K): V | undefined {
    const found = this.#young.get(key)
    if (found !== undefined) return found
    const aged = this.#old.get(key)
    if (aged !== undefined) this.set(key, aged)
    return aged
  }

  set(key: K, value: V): void {
    if (this.#young.size >= this.#size) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
  }

  /** What is kept, each entry once. */
  *values(): Generator<V> {
    yield* this.#young.values()
    for (const [key, value] of this.#old) if (!this.#young.has(key)) yield value
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
