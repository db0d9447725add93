import { createHmac } from 'node:crypto'
import { readAuditKeys, TrilatchError } from '@trilatch/core'
import type { AuditKey, AuditKeyOption } from '@trilatch/core'
import type { RedisClient } from './client/recognise.ts'
import { systemClock } from './clock.ts'
import type { Clock } from './clock.ts'

/** What `redisStore` takes. */
export interface RedisStoreOptions {
  /** A client of ioredis or node-redis, connected or connecting; it stays yours to close. */
  readonly client: RedisClient
  /** Which store, when one Redis has several: 1 to 64 of `A-Z a-z 0-9 _ . -`. Default `trilatch`. */
  readonly namespace?: string
  /** How old what an access is made of may be, in milliseconds: 100 to 10,000, or 0 to ask Redis each time. Default 1,000. */
  readonly maxStalenessMs?: number
  /** How long an access may take to obtain before it is _unavailable_, in milliseconds: 20 to 10,000. Default 250. */
  readonly deadlineMs?: number
  /** How many replicas have to confirm a write, and a reading before it counts: 0 to 10. Default 0. */
  readonly requireReplicas?: number
  /** Make the store if there is none: for development. Default false, for a store that is found empty was lost. */
  readonly create?: boolean
  /** Seals values with HMAC-SHA-256: at least 32 characters, kept outside Redis, the same in all processes. */
  readonly hmacKey?: string
  /**
   * Makes entries of the audit trail with HMAC-SHA-256: at least 32 characters, kept outside Redis, the same in all
   * processes; or several, the first of which makes new entries. Default: made from `hmacKey`, where there is one.
   */
  readonly auditKey?: AuditKeyOption
  /** Hear of changes on a second connection, if the client can be duplicated. Default true. */
  readonly notices?: boolean
  /** How many records of subjects are kept in this process, and at most twice as many: 1 to 1,000,000. Default 10,000. */
  readonly keptSubjects?: number
  /** Lines of the audit trail that are kept, about: 1,000 to 10,000,000. Default 100,000. */
  readonly keptAudit?: number
  /** Time, for simulations. Default: this machine's. */
  readonly clock?: Clock
}

/** The options, checked and complete. */
export type Settings = Required<Omit<RedisStoreOptions, 'client' | 'hmacKey' | 'auditKey'>> & {
  readonly hmacKey: string | undefined
  readonly auditKeys: readonly AuditKey[]
}

const names = new Set([
  'client',
  'namespace',
  'maxStalenessMs',
  'deadlineMs',
  'requireReplicas',
  'create',
  'hmacKey',
  'auditKey',
  'notices',
  'keptSubjects',
  'keptAudit',
  'clock',
])

function refuse(message: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot make a store: ${message}`)
}

/** A name that can stand between braces in a key. @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function checkNamespace(namespace: unknown): string {
  if (typeof namespace === 'string' && /^[A-Za-z0-9_.-]{1,64}$/.test(namespace)) return namespace
  return refuse('`namespace` must be 1 to 64 of the characters A-Z a-z 0-9 _ . -')
}

/** @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function checkHmacKey(key: unknown): string | undefined {
  if (key === undefined || (typeof key === 'string' && key.length >= 32)) return key
  return refuse('`hmacKey` must be a secret of at least 32 characters')
}

/** Keys of the audit trail; the last is that of a store that had no other. @throws TrilatchError `TRILATCH_OPTION_INVALID` */
function checkAuditKeys(given: AuditKeyOption | undefined, hmacKey: string | undefined): readonly AuditKey[] {
  const keys = readAuditKeys(given)
  if (typeof keys === 'string') return refuse(keys)
  if (hmacKey === undefined) return keys
  const made = readAuditKeys(createHmac('sha256', hmacKey).update('trilatch audit trail').digest('base64url'))
  return typeof made === 'string' ? keys : [...keys, ...made]
}

/** @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option and what is expected. */
export function readOptions(options: RedisStoreOptions): Settings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('redisStore takes an object of options')
  const stray = Object.keys(options).find((name) => !names.has(name))
  if (stray !== undefined)
    refuse(`unknown option ${JSON.stringify(stray)}. There are ${[...names].join(', ')}.`)
  const given = <K extends keyof RedisStoreOptions>(name: K): RedisStoreOptions[K] | undefined =>
    Object.hasOwn(options, name) ? options[name] : undefined
  const whole = (
    name: 'deadlineMs' | 'requireReplicas' | 'keptSubjects' | 'keptAudit',
    least: number,
    most: number,
    otherwise: number,
  ): number => {
    const value = given(name) ?? otherwise
    if (Number.isInteger(value) && value >= least && value <= most) return value
    return refuse(`\`${name}\` must be a whole number from ${least} to ${most}`)
  }
  const flag = (name: 'create' | 'notices', otherwise: boolean): boolean => {
    const value: unknown = given(name) ?? otherwise
    return typeof value === 'boolean' ? value : refuse(`\`${name}\` must be true or false`)
  }
  const maxStalenessMs = given('maxStalenessMs') ?? 1_000
  const hmacKey = checkHmacKey(given('hmacKey'))
  if (
    !Number.isInteger(maxStalenessMs) ||
    maxStalenessMs < 0 ||
    maxStalenessMs > 10_000 ||
    (maxStalenessMs > 0 && maxStalenessMs < 100)
  )
    refuse('`maxStalenessMs` must be 0 or a whole number from 100 to 10000')
  return {
    namespace: checkNamespace(given('namespace') ?? 'trilatch'),
    maxStalenessMs,
    deadlineMs: whole('deadlineMs', 20, 10_000, 250),
    requireReplicas: whole('requireReplicas', 0, 10, 0),
    create: flag('create', false),
    hmacKey,
    auditKeys: checkAuditKeys(given('auditKey'), hmacKey),
    notices: flag('notices', true),
    keptSubjects: whole('keptSubjects', 1, 1_000_000, 10_000),
    keptAudit: whole('keptAudit', 1_000, 10_000_000, 100_000),
    clock: given('clock') ?? systemClock,
  }
}
