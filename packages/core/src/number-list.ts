/** Whole numbers, one behind the other in one array that grows. */
export class NumberList {
  #numbers = new Int32Array(1_024)
  #end = 0

  /** The array itself, which `append` may replace. */
  get numbers(): Int32Array {
    return this.#numbers
  }

  /** Puts numbers at the end and tells where they begin. */
  append(added: readonly number[]): number {
    const start = this.#end
    this.#end += added.length
    if (this.#end > this.#numbers.length) {
      const longer = new Int32Array(Math.max(this.#end, this.#numbers.length * 2))
      longer.set(this.#numbers)
      this.#numbers = longer
    }
    // Short lists: a loop is quicker than `set`.
    for (let i = 0; i < added.length; i++) this.#numbers[start + i] = added[i] as number
    return start
  }
}
