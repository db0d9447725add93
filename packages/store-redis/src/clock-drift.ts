/** How far clocks may go apart before it counts, in milliseconds; a slow reply looks the same. */
const maxDriftMs = 5_000

/**
 * Notices that the clocks of this process and of Redis have gone apart, as when a virtual machine was suspended and its
 * monotonic clock with it: records that were read before would keep their groups too long.
 */
export class ClockDrift {
  #offset: number | undefined

  /**
   * Whether they have since the last time that they had.
   *
   * @param offset From the time of Redis to that of this process, in milliseconds.
   * @param counts Whether what was read will be used; otherwise the next one has to notice it as well.
   */
  exceeds(offset: number, counts: boolean): boolean {
    const exceeds = this.#offset !== undefined && Math.abs(offset - this.#offset) > maxDriftMs
    if (counts && (this.#offset === undefined || exceeds)) this.#offset = offset
    return exceeds
  }
}
