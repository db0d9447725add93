import type { AuditChain } from '@trilatch/core'
import type { Counters } from './counters.ts'
import type { Clock } from './clock.ts'
import type { LimitedRedis } from './client/limited.ts'
import type { Keys } from './keys.ts'
import type { Settings } from './options.ts'
import type { Seal } from './seal.ts'

/** What the parts of one store share. */
export interface Connection {
  readonly redis: LimitedRedis
  readonly keys: Keys
  readonly seal: Seal
  readonly chain: AuditChain
  readonly clock: Clock
  readonly settings: Settings
  readonly counters: Counters
}

/** How long replicas may take to confirm: well within the deadline, for the connection does nothing else meanwhile. */
export const waitMsOf = ({ deadlineMs }: Settings): number => Math.max(1, Math.floor(deadlineMs * 0.5))

/** About as many bytes as one reply may have. */
export const pageBytes = 262_144

/** How long commands may take that nobody waits for in the middle of a request: loading, lists, writes. */
export const longMs = 2_000
