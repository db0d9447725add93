import { own, TrilatchError, unknownKey } from '@trilatch/core'
import { newEmail } from '../email.ts'
import { isNoPassword } from '../password/password-size.ts'
import { readHash } from '../hashing/stored-hash.ts'

/** An administrator from configuration: with a password, or with its hash so that the password is nowhere. */
export interface ConfiguredAdministrator {
  readonly email: string
  readonly title?: string
  /** Held to the rules of every new password. */
  readonly password?: string
  /** Argon2, bcrypt or scrypt; see `readHash`. */
  readonly passwordHash?: string
}

const names = ['email', 'title', 'password', 'passwordHash'] as const

const refuse = (why: string): never => {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot keep local accounts: \`administrator\` ${why}`)
}

/** @throws TrilatchError `TRILATCH_OPTION_INVALID`; no message shows what was given */
export function readAdministrator(given: unknown): ConfiguredAdministrator | undefined {
  if (given === undefined) return undefined
  if (typeof given !== 'object' || given === null)
    return refuse('must be { email, password } or { email, passwordHash }')
  const administrator = given as ConfiguredAdministrator
  if (unknownKey(administrator, names) !== undefined) refuse(`has only ${names.join(', ')}`)
  const [email, title] = [own(administrator, 'email'), own(administrator, 'title')]
  const [password, passwordHash] = [own(administrator, 'password'), own(administrator, 'passwordHash')]
  if (typeof email !== 'string' || newEmail(email) === undefined) refuse('needs an e-mail address')
  if (title !== undefined && typeof title !== 'string') refuse('has a title that is no text')
  if ((password === undefined) === (passwordHash === undefined))
    refuse('needs either a password or a passwordHash')
  if (password !== undefined && (typeof password !== 'string' || isNoPassword(password)))
    refuse('has a password that nobody can have')
  if (passwordHash !== undefined && readHash(passwordHash) === undefined)
    refuse('has a passwordHash that is of no known form, or costs too much')
  return administrator
}
