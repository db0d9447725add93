import { own, TrilatchError, unknownKey } from '@trilatch/core'
import { isAffordable } from './stored-hash.ts'
import type { Argon2Cost } from './stored-hash.ts'

/** What new hashes cost. */
export interface HashingCost extends Partial<Argon2Cost> {
  /**
   * For tests of applications, where nobody's password is kept: any cost down to m = 8. Refused where NODE_ENV is
   * `production`.
   */
  readonly weakForTests?: boolean
}

/**
 * The least memory for each number of passes, in KiB, all of the same strength: the OWASP Password Storage Cheat Sheet,
 * Argon2id, p = 1.
 */
const least: ReadonlyMap<number, number> = new Map([
  [1, 47_104],
  [2, 19_456],
  [3, 12_288],
  [4, 9_216],
  [5, 7_168],
])

const names = ['memoryCost', 'timeCost', 'parallelism', 'weakForTests'] as const

const refuse = (why: string): never => {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot hash passwords: ${why}`)
}

/**
 * The cost of new hashes: m = 19,456 KiB, t = 2, p = 1 unless given.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` for less than OWASP's least, or more than is ever computed.
 */
export function readCost(given: HashingCost = {}): Argon2Cost {
  if (typeof given !== 'object' || given === null) refuse('`hashing` must be an object')
  const stray = unknownKey(given, names)
  if (stray !== undefined)
    refuse(`unknown option ${JSON.stringify(stray)} in \`hashing\`. There are ${names.join(', ')}.`)
  const cost: Argon2Cost = {
    memoryCost: own(given, 'memoryCost') ?? 19_456,
    timeCost: own(given, 'timeCost') ?? 2,
    parallelism: own(given, 'parallelism') ?? 1,
  }
  if (!Object.values(cost).every((value) => Number.isInteger(value)) || !isAffordable(cost))
    refuse(
      '`memoryCost` must be a whole number of KiB up to 131072, `timeCost` 1 to 16, `parallelism` 1 to 8, and memoryCost times timeCost at most 1048576',
    )
  const weak = own(given, 'weakForTests') ?? false
  if (typeof weak !== 'boolean') refuse('`weakForTests` must be true or false')
  if (weak && process.env['NODE_ENV'] === 'production')
    refuse('`weakForTests` is for tests, and NODE_ENV is production')
  const need = least.get(Math.min(cost.timeCost, 5)) as number
  if (!weak && cost.memoryCost < need)
    refuse(`with \`timeCost\` ${cost.timeCost}, \`memoryCost\` must be at least ${need} KiB (OWASP)`)
  return Object.freeze(cost)
}
