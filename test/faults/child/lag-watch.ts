import { now } from '../messages.ts'

const everyMs = 10
/** Less is nothing to speak of. */
const leastMs = 25

/** Tells when this process did not get to run, for whatever reason. @returns What ends it */
export function watchLag(tell: (start: number, end: number) => void): () => void {
  let due = now() + everyMs
  const timer = setInterval(() => {
    const ran = now()
    if (ran - due > leastMs) tell(due, ran)
    due = ran + everyMs
  }, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}
