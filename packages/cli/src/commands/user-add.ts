import { TrilatchError } from '@trilatch/core'
import { misuse } from '../failure.ts'
import type { ExitStatus } from '../failure.ts'
import { actor, show } from '../session.ts'
import type { Session } from '../session.ts'
import { visible } from '../terminal.ts'
import { checkRoles } from './check-roles.ts'
import { warnInMemory } from './warn-in-memory.ts'

/** A user as the command line describes one. */
export interface UserToAdd {
  readonly id?: string | undefined
  readonly title?: string | undefined
  readonly role: readonly string[]
  readonly overwrite: boolean
  readonly passwordStdin: boolean
}

/** Where the password comes from, so that it is in no list of processes and in no history of a shell. */
async function readPassword({ terminal }: Session, fromInput: boolean): Promise<string> {
  const given = terminal.environment['TRILATCH_PASSWORD']
  if (fromInput && given !== undefined)
    throw misuse('Give the password once: by TRILATCH_PASSWORD or by --password-stdin.')
  // A line that was typed or echoed ends with a line break, which is no part of the password.
  const password = fromInput ? (await terminal.input()).replace(/\r?\n$/, '') : given
  if (password === undefined || password === '') {
    const how = 'Give the password in the environment variable TRILATCH_PASSWORD, or on standard input with'
    throw misuse(`${how} --password-stdin.`, 'password-missing')
  }
  return password
}

/** `trilatch user add`: a user with a password and roles. */
export async function userAdd(session: Session, email: string, user: UserToAdd): Promise<ExitStatus> {
  const { passwords, application = 'this application' } = await session.config()
  if (passwords === undefined) {
    const message =
      'The configuration has no `passwords`. Add what localAccounts() of @trilatch/auth-local gave.'
    throw misuse(message, 'config-invalid')
  }
  const password = await readPassword(session, user.passwordStdin)
  const authorizer = await session.authorizer()
  const manager = authorizer.manage(actor)
  const ports = { accounts: authorizer.accounts(actor), application }
  await checkRoles(manager, user.role)
  const existing = await ports.accounts.userByEmail(email)
  if (existing === null) {
    const { id, title } = user
    const fields = { ...(id === undefined ? {} : { id }), ...(title === undefined ? {} : { title }) }
    const made = await passwords.createUser({ email, password, roles: user.role, ...fields }, ports)
    show(session, { id: made.id, created: true }, visible(`Added ${email} as ${made.id}.`))
    warnInMemory(session, authorizer)
    return 0
  }
  const { id } = existing.user
  if (!user.overwrite) {
    const message = `There is a user ${JSON.stringify(email)} already. --overwrite gives them this password and these roles in the place of theirs.`
    throw new TrilatchError('TRILATCH_USER_EXISTS', message, { status: 409 })
  }
  if ((user.id ?? id) !== id || user.title !== undefined)
    throw misuse('--overwrite replaces password and roles, and nothing else: leave --id and --title out.')
  // One write: what refuses the roles keeps the password too.
  await passwords.setPassword(id, password, ports, user.role)
  show(session, { id, created: false }, visible(`Replaced password and roles of ${email}, ${id}.`))
  warnInMemory(session, authorizer)
  return 0
}
