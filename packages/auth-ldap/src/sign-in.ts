import { fail, success } from '@trilatch/auth'
import type { Fail, Groups, Outcome, StrategyRequest } from '@trilatch/auth'
import { DN } from 'ldapts'
import type { Connection } from './connection/connection.ts'
import type { Directory } from './connection/directory.ts'
import { DirectoryError } from './directory-error.ts'
import { accountKey } from './entry/account-key.ts'
import { accountState } from './entry/account-state.ts'
import { findPerson, personAttributes, readEntry } from './entry/find-person.ts'
import type { Entry } from './entry/entry.ts'
import { lookUpGroups } from './groups/look-up.ts'
import type { Settings } from './options/settings.ts'
import { reasonOf, tell } from './refusal.ts'
import type { LdapRefusal, RefusalReason } from './refusal.ts'

/** What everybody hears who is not signed in, whatever the reason. */
const refused = fail({ code: 'credentials', text: 'The user name or the password is not right.' })

/** The longest name and password, in characters. */
const longestName = 256
const longestPassword = 1_024

/** What was typed, as far as it can be anybody's. */
interface Typed {
  readonly name: string
  readonly password: string
}

function typed({ fields }: StrategyRequest): Typed | Fail | RefusalReason {
  const [given, password] = [fields.get('username') ?? '', fields.get('password') ?? '']
  const name = given.trim()
  if (name === '')
    return fail({
      code: 'invalid',
      field: 'username',
      text: 'Please enter your user name and your password.',
    })
  if (password.length > longestPassword || !password.isWellFormed())
    return fail({ code: 'improper', field: 'password' })
  // An empty password proves nothing, and a directory may say that it is right (RFC 4513, 5.1.2).
  if (password.trim() === '' || password.includes('\0')) return 'improper'
  if (name.length > longestName || !name.isWellFormed() || /\p{Cc}/u.test(name)) return 'improper'
  return { name, password }
}

/** A DN that nobody has: asking for it takes as long as asking for somebody. */
const nobodyBelow = (base: string): string => `${new DN({ cn: 'trilatch-nobody' }).toString()},${base}`

/** Somebody who has proved who they are, as far as their entry goes. */
interface Proved {
  readonly entry: Entry
  readonly groups: Groups
}

type Ended = Proved | Omit<LdapRefusal, 'strategy'>

/** The DN or name that somebody binds with where none is searched for; `undefined` for a name that cannot be part of it. */
export function bindName(userDN: string, name: string): string | undefined {
  const [before = '', after = ''] = userDN.split('{{username}}')
  if (before === '') return /^[\w.-]+$/.test(name) ? `${name}${after}` : undefined
  return `${new DN({ [before.slice(0, -1)]: name }).toString()}${after}`
}

async function groupsOf(
  settings: Settings,
  connection: Connection,
  entry: Entry,
  signal: AbortSignal,
): Promise<Groups> {
  const found = await lookUpGroups({ connection, settings, signal }, entry)
  return { status: 'complete', groups: found.names() }
}

/** Why an entry may not be used, although its owner has proved who they are. */
function shut(entry: Entry, settings: Settings, mustChange: boolean): RefusalReason | undefined {
  const state = accountState(entry, Date.now())
  if (state !== 'active') return state
  if (mustChange) return 'must-change'
  return accountKey(entry, settings.accountKey) === undefined ? 'no-key' : undefined
}

/** A server may call locked what its entry calls disabled, as 389 does. */
function precisely(reason: RefusalReason, entry: Entry): RefusalReason {
  if (reason !== 'locked' && reason !== 'refused') return reason
  const state = accountState(entry, Date.now())
  return state === 'active' ? reason : state
}

/** Searches for somebody as the service account, and binds as whom it found on another connection. */
async function bySearch(
  directory: Directory,
  { name, password }: Typed,
  signal: AbortSignal,
): Promise<Ended> {
  const { settings } = directory
  const found = await directory.asService(signal, (connection) =>
    findPerson(connection, settings, name, signal),
  )
  const dn = typeof found === 'string' ? nobodyBelow(settings.base) : found.dn
  try {
    const bound = await directory.asUser(dn, password, signal, async (said) => said)
    if (typeof found === 'string') return { reason: found }
    const reason = shut(found, settings, bound.mustChangePassword)
    if (reason !== undefined) return { reason, dn }
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    if (typeof found === 'string') return { reason: found }
    const { resultCode } = error as DirectoryError
    return { reason: precisely(reason, found), dn, ...(resultCode === undefined ? {} : { resultCode }) }
  }
  const groups = await directory.asService(signal, (connection) =>
    groupsOf(settings, connection, found, signal),
  )
  return { entry: found, groups }
}

/** Binds as who somebody says they are, and reads what they may read of themselves. */
async function byBind(
  directory: Directory,
  { name, password }: Typed,
  userDN: string,
  signal: AbortSignal,
): Promise<Ended> {
  const { settings } = directory
  const bindAs = bindName(userDN, name)
  if (bindAs === undefined) return { reason: 'improper' }
  try {
    return await directory.asUser(bindAs, password, signal, async (bound, connection) => {
      const found = bindAs.includes('=')
        ? await readEntry(connection, bindAs, personAttributes(settings), signal)
        : await findPerson(connection, settings, name, signal)
      if (found === undefined)
        throw new DirectoryError('incomplete', 'Somebody signed in who may not read their own entry.')
      if (typeof found === 'string') return { reason: found }
      const reason = shut(found, settings, bound.mustChangePassword)
      if (reason !== undefined) return { reason, dn: found.dn }
      return { entry: found, groups: await groupsOf(settings, connection, found, signal) }
    })
  } catch (error) {
    const reason = reasonOf(error)
    if (reason === undefined) throw error
    const { resultCode } = error as DirectoryError
    return { reason, ...(resultCode === undefined ? {} : { resultCode }) }
  }
}

/** Signs in with a name and a password of the directory. @throws DirectoryError where it could not be found out */
export async function signIn(directory: Directory, request: StrategyRequest): Promise<Outcome> {
  const { settings } = directory
  const given = typed(request)
  if (typeof given === 'string') {
    tell({ strategy: settings.id, reason: given })
    return refused
  }
  if ('outcome' in given) return given
  const signal = AbortSignal.any([request.signal, AbortSignal.timeout(settings.deadlineMs)])
  const { userDN } = settings
  const ended =
    userDN === undefined
      ? await bySearch(directory, given, signal)
      : await byBind(directory, given, userDN, signal)
  if ('reason' in ended) {
    tell({ strategy: settings.id, ...ended })
    return refused
  }
  const { entry, groups } = ended
  const title = settings.titleAttributes.map((name) => entry.text(name)).find((text) => text !== undefined)
  return success({
    provider: settings.id,
    issuer: settings.issuer,
    id: accountKey(entry, settings.accountKey) as string,
    ...(title === undefined ? {} : { title }),
    groups,
  })
}
