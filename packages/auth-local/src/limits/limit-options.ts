import { own, TrilatchError, unknownKey } from '@trilatch/core'

/** How much is tried before somebody has to wait. */
export interface LimitOptions {
  /** Sign-ins and changes of a password by one network address (IPv6: by one /64) within a minute, 1 to 100,000. Default 60. */
  readonly perAddress?: number
  /** Registrations by one network address within an hour, 1 to 100,000. Default 20. */
  readonly registrationsPerAddress?: number
  /** Wrong passwords for one account before tries are delayed, 1 to 100. Default 5. */
  readonly freeTries?: number
  /** The first such delay, in seconds: 1 to 3,600. Each further wrong password doubles it. Default 1. */
  readonly firstDelaySeconds?: number
  /** The longest delay between two tries for one account, in seconds: 1 to 86,400. Default 900. */
  readonly maxDelaySeconds?: number
}

/** The same, complete. */
export type LimitSettings = Required<LimitOptions>

const bounds = {
  perAddress: [60, 100_000],
  registrationsPerAddress: [20, 100_000],
  freeTries: [5, 100],
  firstDelaySeconds: [1, 3_600],
  maxDelaySeconds: [900, 86_400],
} as const

/** @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function readLimits(given: LimitOptions = {}): LimitSettings {
  const refuse = (why: string): never => {
    throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot limit sign-ins: ${why}`)
  }
  if (typeof given !== 'object' || given === null) refuse('`limits` must be an object')
  const names = Object.keys(bounds) as (keyof LimitOptions)[]
  const stray = unknownKey(given, names)
  if (stray !== undefined)
    refuse(`unknown option ${JSON.stringify(stray)} in \`limits\`. There are ${names.join(', ')}.`)
  const whole = (name: keyof LimitOptions): number => {
    const [otherwise, most] = bounds[name]
    const value = own(given, name) ?? otherwise
    if (Number.isInteger(value) && value >= 1 && value <= most) return value
    return refuse(`\`limits.${name}\` must be a whole number from 1 to ${most}`)
  }
  return {
    perAddress: whole('perAddress'),
    registrationsPerAddress: whole('registrationsPerAddress'),
    freeTries: whole('freeTries'),
    firstDelaySeconds: whole('firstDelaySeconds'),
    maxDelaySeconds: whole('maxDelaySeconds'),
  }
}
