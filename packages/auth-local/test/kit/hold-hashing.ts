import { vi } from 'vitest'
import { Hasher } from '../../src/hashing/hasher.ts'
import type { Bench } from '../../src/hashing/hasher.ts'

/** Has whoever comes to their turn in any queue wait there; gives what lets them go on. */
export function holdHashing(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  const { run } = Hasher.prototype
  async function held<T>(this: Hasher, work: (bench: Bench) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const later = async (bench: Bench): Promise<T> => {
      await promise
      return work(bench)
    }
    return run.call<Hasher, [typeof later, AbortSignal?], Promise<T>>(this, later, signal)
  }
  const spy = vi.spyOn(Hasher.prototype, 'run').mockImplementation(held)
  return () => {
    spy.mockRestore()
    resolve()
  }
}
