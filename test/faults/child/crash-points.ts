import type { CrashPoint } from '../messages.ts'

let armed: CrashPoint | undefined

/** Kills this process in its next write. */
export function arm(at: CrashPoint): void {
  armed = at
}

const die = (): void => void process.kill(process.pid, 'SIGKILL')

/** Carries a command out, and kills this process on the way if that was asked for and the command is a write. */
export async function passing<T>(words: readonly unknown[], send: () => Promise<T>): Promise<T> {
  // The first argument of every script of the store says what it is for.
  if (armed === undefined || !words.includes('writing')) return send()
  if (armed === 'before the script') die()
  const reply = send()
  // What was sent leaves this process at the end of this turn at the latest.
  if (armed === 'behind the script') setImmediate(die)
  const value = await reply
  die()
  return value
}
