import type { StoreHealth } from '@trilatch/core'
import type { Counters } from './counters.ts'
import type { Connection } from './connection.ts'
import type { Notices } from './notices.ts'
import type { Reader } from './reader.ts'

/** What a store in Redis tells about itself. */
export interface RedisStoreDetails {
  readonly kind: 'redis'
  readonly client: string
  readonly namespace: string
  /** The random id of the store; `null` before it was first read. */
  readonly store: string | null
  /** The entry of the change log that this process has reached. */
  readonly position: string | null
  readonly policyVersion: string | null
  /** When this process last came to know of a write, ISO 8601; `null` before it has read. */
  readonly changedAt: string | null
  readonly roles: number
  /** Milliseconds since the read was sent that the lease counts from; `null` without a lease. */
  readonly leaseAgeMs: number | null
  /** Whether the lease holds now. An idle process lets it end and reads again when somebody asks. */
  readonly leased: boolean
  /** Why the last read failed. */
  readonly trouble: string | null
  /** The code of that, such as `TRILATCH_STORE_ALARM`, or the name of an error of the client. */
  readonly troubleCode: string | null
  readonly notices: 'listening' | 'down' | 'off'
  /** Commands without a reply. */
  readonly pending: number
  /** Subjects whose records are kept. */
  readonly subjects: number
  readonly counters: Readonly<Counters>
}

export function healthOf(connection: Connection, reader: Reader, notices: Notices | undefined): StoreHealth {
  const { redis, settings, counters } = connection
  const { held } = reader
  const details: RedisStoreDetails = {
    kind: 'redis',
    client: redis.name,
    namespace: settings.namespace,
    store: held?.store ?? null,
    position: held?.position.id ?? null,
    policyVersion: held?.policy.version ?? null,
    changedAt: reader.changedAt === undefined ? null : new Date(reader.changedAt).toISOString(),
    roles: held?.policy.roles.size ?? 0,
    leaseAgeMs: reader.lease.age(),
    leased: reader.lease.holds(),
    trouble: reader.trouble?.message ?? null,
    troubleCode: reader.trouble?.code ?? null,
    notices: notices === undefined ? 'off' : notices.listening ? 'listening' : 'down',
    pending: redis.pending,
    subjects: reader.subjectCount,
    counters: Object.freeze({ ...counters }),
  }
  const well = held !== undefined && (reader.lease.holds() || reader.trouble === undefined)
  return Object.freeze({ status: well ? 'ok' : 'unavailable', details: Object.freeze({ ...details }) })
}
