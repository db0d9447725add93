/** How many groups are remembered at most. */
const most = 20_000

/** What groups are in, remembered during one pass over many people; the oldest are forgotten. */
export class ParentCache {
  readonly #parents = new Map<string, readonly string[]>()

  /** @param key Of the group: its DN in normal form. */
  async of(key: string, read: () => Promise<readonly string[]>): Promise<readonly string[]> {
    const known = this.#parents.get(key)
    if (known !== undefined) return known
    const parents = await read()
    const [oldest] = this.#parents.keys()
    if (this.#parents.size >= most && oldest !== undefined) this.#parents.delete(oldest)
    this.#parents.set(key, parents)
    return parents
  }
}
