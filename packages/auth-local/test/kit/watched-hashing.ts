import { vi } from 'vitest'
import { Hasher } from '../../src/hashing/hasher.ts'
import type { Bench } from '../../src/hashing/hasher.ts'

/** What notes a call, and may have it fail. */
export interface Watch {
  readonly note: (call: string) => Promise<void>
  readonly when: 'before' | 'after'
}

/** Waits for a call, and for what is noted about it: first, or when it has been carried out. */
export async function watched<T>({ note, when }: Watch, name: string, call: () => Promise<T>): Promise<T> {
  if (when === 'before') await note(name)
  const reply = await call()
  if (when === 'after') await note(name)
  return reply
}

/**
 * Has every hasher note its calls, and carry them out: a turn in the queue, a hash, a comparison.
 *
 * @param watch Asked at each call; `undefined`: nothing is noted.
 */
export function watchHashing(watch: () => Watch | undefined): void {
  // Called with the hasher that it is of.
  const { run } = Hasher.prototype
  async function noted<T>(
    this: Hasher,
    work: (bench: Bench) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const now = watch()
    const turn = (asked: (bench: Bench) => Promise<T>): Promise<T> =>
      run.call<Hasher, [typeof asked, AbortSignal?], Promise<T>>(this, asked, signal)
    if (now === undefined) return turn(work)
    const noting = (bench: Bench): Bench => ({
      hash: (password) => watched(now, 'hash', () => bench.hash(password)),
      verify: (password, stored) => watched(now, 'verify', () => bench.verify(password, stored)),
    })
    return watched(now, 'turn', () => turn((bench) => work(noting(bench))))
  }
  vi.spyOn(Hasher.prototype, 'run').mockImplementation(noted)
}
