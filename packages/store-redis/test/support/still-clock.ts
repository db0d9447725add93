import type { Clock, RedisStoreOptions } from '@trilatch/store-redis'

/** A clock without timers: what it drives reads only when somebody asks. */
export const stillClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after: () => () => {},
}

/** A store that reads when it is asked and not by itself, so that what is counted is what was asked. */
export const still: Partial<RedisStoreOptions> = { notices: false, clock: stillClock, maxStalenessMs: 10_000 }
