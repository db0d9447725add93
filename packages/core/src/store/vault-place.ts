import type { VaultDocument, VaultPlace } from './vault.ts'

const kindForm = /^[a-z][a-z0-9-]{0,31}$/

/**
 * Says whether a first administrator may still be offered: `open`, written by whoever makes a store and never again;
 * `offered`; `done`. A store where it is missing offers nothing.
 */
export const firstRun: VaultPlace = Object.freeze({ kind: 'first-run', key: 'administrator' })

/** The kind of the entries that users sign in with, by the id of the user: removed in one step with the user. */
export const credentialKind = 'credential'

/** The kind of the entries that say which accounts elsewhere belong to a user, by the id of the user: removed with the user. */
export const linksKind = 'links'

/** The kind of the entries that say what additive mapping rows have ever given somebody. */
export const additiveKind = 'additive'

/** The most characters of a key, and of a value as JSON. */
export const maxKey: number = 1_024
export const maxValue: number = 16_384

/** The longest time an entry is kept for that expires: 400 days, in milliseconds. */
export const maxTtlMs: number = 400 * 86_400_000

/**
 * The place as one text, kind and key with a colon between: no kind contains one, so no two places are the same.
 *
 * @throws TypeError for what cannot be a place.
 */
export function entryId({ kind, key }: VaultPlace): string {
  if (typeof kind !== 'string' || !kindForm.test(kind))
    throw new TypeError(
      'The kind of an entry must be 1 to 32 of the characters a-z 0-9 -, beginning with a letter',
    )
  if (typeof key !== 'string' || key === '' || key.length > maxKey || !key.isWellFormed())
    throw new TypeError(`The key of an entry must be 1 to ${maxKey} characters of well-formed text`)
  return `${kind}:${key}`
}

/** @throws TypeError unless it is a whole number of milliseconds from 1 to 400 days. */
export function checkTtl(ttlMs: number): number {
  if (Number.isInteger(ttlMs) && ttlMs >= 1 && ttlMs <= maxTtlMs) return ttlMs
  throw new TypeError(`An entry is kept for 1 to ${maxTtlMs} whole milliseconds`)
}

/** @throws TypeError for what no store counts by. */
export function checkCountBy(by: number): number {
  if (Number.isInteger(by) && by >= 0 && by <= 1_000_000) return by
  throw new TypeError('What is counted must be a whole number from 0 to 1000000')
}

/**
 * The value as JSON.
 *
 * @throws TypeError for what JSON cannot hold, or is too long.
 */
export function valueText({ value }: Pick<VaultDocument, 'value'>): string {
  const text: unknown = JSON.stringify(value)
  if (typeof text !== 'string' || text.length > maxValue)
    throw new TypeError(`The value of an entry must be JSON of at most ${maxValue} characters`)
  return text
}
