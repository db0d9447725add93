/** Whole numbers, one behind the other in one array that grows. */
export class NumberList {
  #numbers = new Int32Array(1_024)
  #length = 0

  /** The array itself, which `push` may replace. */
  get numbers(): Int32Array {
    return this.#numbers
  }

  /** Where the next number will stand. */
  get length(): number {
    return this.#length
  }

  push(number: number): void {
    if (this.#length === this.#numbers.length) {
      const longer = new Int32Array(this.#numbers.length * 2)
      longer.set(this.#numbers)
      this.#numbers = longer
    }
    this.#numbers[this.#length++] = number
  }

  /** Lets the numbers from `start` on be overwritten by the next that are pushed; until then they stay. */
  release(start: number): void {
    this.#length = start
  }
}
