import { createHash } from 'node:crypto'

/** 4 MB: among a million accounts, one in ten thousand that was not met may look as if it was. */
const bytes = 2 ** 22
const places = 5

/**
 * Which users a pass has met, in memory that does not grow with the directory. It never forgets one that was met; one
 * that was not may look as if, and is then not taken for gone.
 */
export class MetAccounts {
  readonly #bits = new Uint8Array(bytes)

  add(user: string): void {
    for (const place of placesOf(user)) {
      const at = place >>> 3
      this.#bits[at] = (this.#bits[at] as number) | (1 << (place & 7))
    }
  }

  has(user: string): boolean {
    return placesOf(user).every((place) => ((this.#bits[place >>> 3] as number) & (1 << (place & 7))) !== 0)
  }
}

function placesOf(user: string): number[] {
  const digest = createHash('sha256').update(user).digest()
  return Array.from({ length: places }, (_, i) => digest.readUInt32LE(i * 4) % (bytes * 8))
}
