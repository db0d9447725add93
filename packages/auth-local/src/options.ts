import { own, TrilatchError, unknownKey } from '@trilatch/core'
import { readCost } from './hashing/argon2-cost.ts'
import type { HashingCost } from './hashing/argon2-cost.ts'
import type { QueueLimits } from './hashing/hashing-queue.ts'
import type { Argon2Cost } from './hashing/stored-hash.ts'
import { readLimits } from './limits/limit-options.ts'
import type { LimitOptions, LimitSettings } from './limits/limit-options.ts'
import { readAdministrator } from './first-run/configured-administrator.ts'
import type { ConfiguredAdministrator } from './first-run/configured-administrator.ts'
import type { RegistrationMail } from './register-by-mail.ts'

/** Who may register: everybody, those with an invitation, or nobody. */
export type RegistrationMode = 'open' | 'invitation' | 'closed'

/** What `localAccounts` takes. */
export interface LocalAccountsOptions {
  /** Part of URLs. Default `local`. */
  readonly id?: string
  /** What people read. Default `E-mail and password`. */
  readonly title?: string
  /** Default `invitation`. */
  readonly registration?: RegistrationMode
  /**
   * Sends a mail to whoever registers openly, so that nobody is told who has an account: the answer is always that a mail
   * has been sent, and the link in it goes on. What it rejects with is 503. For `open` alone.
   */
  readonly sendMail?: (mail: RegistrationMail) => Promise<void>
  /** The administrator role that the first administrator gets. Default `administrator`. */
  readonly administratorRole?: string
  /** An administrator that is created when there is none, and never changed. Default: a secret is printed once. */
  readonly administrator?: ConfiguredAdministrator
  /** Where the first administrator's secret is printed. Default: standard error. */
  readonly print?: (text: string) => void
  /** What new hashes cost. Default m = 19,456 KiB, t = 2, p = 1. */
  readonly hashing?: HashingCost
  /** How many passwords are hashed at once, and how many wait. Default 4 and 64. */
  readonly queue?: Partial<QueueLimits>
  /** How much is tried before somebody has to wait. */
  readonly limits?: LimitOptions
  /** Words that no password is made of, beside the name of the application and the person's address; at most 100. */
  readonly contextWords?: readonly string[]
}

/** The options, checked and complete. */
export interface Settings {
  readonly id: string
  readonly title: string
  readonly registration: RegistrationMode
  readonly sendMail: ((mail: RegistrationMail) => Promise<void>) | undefined
  readonly administratorRole: string
  readonly administrator: ConfiguredAdministrator | undefined
  readonly print: (text: string) => void
  readonly cost: Argon2Cost
  readonly queue: QueueLimits
  readonly limits: LimitSettings
  readonly contextWords: readonly string[]
}

const names = [
  'id',
  'title',
  'registration',
  'sendMail',
  'administratorRole',
  'administrator',
  'print',
  'hashing',
  'queue',
  'limits',
  'contextWords',
] as const

function refuse(why: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot keep local accounts: ${why}`)
}

function text(
  options: LocalAccountsOptions,
  name: 'id' | 'title' | 'administratorRole',
  otherwise: string,
): string {
  const value: unknown = own(options, name) ?? otherwise
  return typeof value === 'string' && value !== '' ? value : refuse(`\`${name}\` must be a text`)
}

function readQueue(given: Partial<QueueLimits> = {}): QueueLimits {
  if (typeof given !== 'object' || given === null) refuse('`queue` must be { concurrent?, waiting? }')
  const stray = unknownKey(given, ['concurrent', 'waiting'])
  if (stray !== undefined)
    refuse(`unknown option ${JSON.stringify(stray)} in \`queue\`. There are concurrent, waiting.`)
  const whole = (name: keyof QueueLimits, otherwise: number, least: number, most: number): number => {
    const value = own(given, name) ?? otherwise
    if (Number.isInteger(value) && value >= least && value <= most) return value
    return refuse(`\`queue.${name}\` must be a whole number from ${least} to ${most}`)
  }
  return { concurrent: whole('concurrent', 4, 1, 64), waiting: whole('waiting', 64, 0, 10_000) }
}

const modes: readonly unknown[] = ['open', 'invitation', 'closed'] satisfies RegistrationMode[]

/** @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option and what is expected. */
export function readOptions(options: LocalAccountsOptions): Settings {
  if (typeof options !== 'object' || options === null)
    throw new TypeError('localAccounts takes an object of options')
  const stray = unknownKey(options, names)
  if (stray !== undefined) refuse(`unknown option ${JSON.stringify(stray)}. There are ${names.join(', ')}.`)
  const id = text(options, 'id', 'local')
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(id))
    refuse('`id` must be 1 to 32 of the characters a-z 0-9 -, beginning with a letter')
  const registration = own(options, 'registration') ?? 'invitation'
  if (!modes.includes(registration)) refuse("`registration` must be 'open', 'invitation' or 'closed'")
  const sendMail = own(options, 'sendMail')
  if (sendMail !== undefined && (typeof sendMail !== 'function' || registration !== 'open'))
    refuse("`sendMail` must be a function that sends a mail, and is for `registration: 'open'`")
  const print = own(options, 'print') ?? ((line: string) => void process.stderr.write(`${line}\n`))
  if (typeof print !== 'function') refuse('`print` must be a function that takes a text')
  const contextWords = own(options, 'contextWords') ?? []
  if (
    !Array.isArray(contextWords) ||
    contextWords.length > 100 ||
    !contextWords.every((word) => typeof word === 'string')
  )
    refuse('`contextWords` must be a list of at most 100 texts')
  return {
    id,
    title: text(options, 'title', 'E-mail and password'),
    registration,
    sendMail,
    administratorRole: text(options, 'administratorRole', 'administrator'),
    administrator: readAdministrator(own(options, 'administrator')),
    print,
    cost: readCost(own(options, 'hashing')),
    queue: readQueue(own(options, 'queue')),
    limits: readLimits(own(options, 'limits')),
    contextWords,
  }
}
