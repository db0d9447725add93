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
  const run = Hasher.prototype.run
  vi.spyOn(Hasher.prototype, 'run').mockImplementation(function (this: Hasher, work, signal) {
    const now = watch()
    if (now === undefined) return Reflect.apply(run, this, [work, signal]) as ReturnType<typeof work>
    const noted = (bench: Bench): Bench => ({
      hash: (password) => watched(now, 'hash', () => bench.hash(password)),
      verify: (password, stored) => watched(now, 'verify', () => bench.verify(password, stored)),
    })
    const turn = (bench: Bench) => work(noted(bench))
    return watched(now, 'turn', () => Reflect.apply(run, this, [turn, signal]) as ReturnType<typeof work>)
  })
}
