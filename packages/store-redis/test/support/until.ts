import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until something holds, and fails when it does not in time. */
export async function until(what: string, holds: () => unknown, withinMs = 5_000): Promise<void> {
  const end = performance.now() + withinMs
  for (;;) {
    if (await holds()) return
    if (performance.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`)
    await sleep(5)
  }
}
