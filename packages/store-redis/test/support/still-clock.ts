import type { Clock } from '@trilatch/store-redis'

/** A clock without timers: what it drives reads only when somebody asks. */
export const stillClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: () => () => {},
}
