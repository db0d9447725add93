import type { Connection } from '../connection/connection.ts'
import type { Directory } from '../connection/directory.ts'
import { DirectoryError } from '../directory-error.ts'
import { accountKey } from '../entry/account-key.ts'
import { accountState } from '../entry/account-state.ts'
import { findPerson } from '../entry/find-person.ts'
import type { Entry } from '../entry/entry.ts'
import { lookUpGroups, originOf } from '../groups/look-up.ts'
import { fixFor } from './fixes.ts'
import { whyNoGroups, whyNotFound } from './hints.ts'
import type { LdapReport, LdapStep } from './report.ts'

/** Notes what is tried. */
class Notes {
  readonly steps: LdapStep[] = []
  entry: LdapReport['entry']
  groups: LdapReport['groups']

  add(step: LdapStep['step'], ok: boolean, text: string, fix?: string): void {
    this.steps.push(fix === undefined ? { step, ok, text } : { step, ok, text, fix })
  }

  report(): LdapReport {
    const { steps, entry, groups } = this
    return {
      ok: steps.every(({ ok }) => ok),
      steps,
      ...(entry === undefined ? {} : { entry }),
      ...(groups === undefined ? {} : { groups }),
    }
  }
}

function noteAccount(notes: Notes, entry: Entry, { settings }: Directory): void {
  const state = accountState(entry, Date.now())
  const key = accountKey(entry, settings.accountKey)
  const title = settings.titleAttributes.map((name) => entry.text(name)).find((text) => text !== undefined)
  notes.entry = {
    dn: entry.dn,
    issuer: settings.issuer,
    state,
    ...(key === undefined ? {} : { key }),
    ...(title === undefined ? {} : { title }),
  }
  if (key === undefined)
    notes.add(
      'account',
      false,
      'The entry has no key that never changes.',
      'Let the service account read `entryUUID` (OpenLDAP), `objectGUID` (Active Directory) or `nsUniqueId` (389).',
    )
  else if (state !== 'active')
    notes.add(
      'account',
      false,
      `The account is ${state}.`,
      'It is for an administrator of the directory to change.',
    )
  else notes.add('account', true, `The account is active; its key is ${key}.`)
}

async function noteGroups(
  notes: Notes,
  entry: Entry,
  directory: Directory,
  connection: Connection,
  signal: AbortSignal,
): Promise<void> {
  const { settings } = directory
  const found = await lookUpGroups({ connection, settings, signal }, entry)
  const names = found.names().map(({ name }) => name)
  const from = originOf(entry, settings)
  notes.groups = { from, found: found.all(), names }
  if (names.length > 0) {
    notes.add('groups', true, `${names.length} groups by ${from}.`)
    return
  }
  notes.add('groups', true, `No groups by ${from}.`, await whyNoGroups(directory, entry, signal))
}

/** Tries what a sign-in of somebody would do, without their password, and says what to do where it fails. */
export async function testPerson(
  directory: Directory,
  name: string,
  signal: AbortSignal,
): Promise<LdapReport> {
  const { settings } = directory
  const notes = new Notes()
  if (settings.service === undefined) {
    notes.add(
      'bind',
      false,
      'There is no service account to ask with.',
      'Set `server.bindDN` and `server.bindCredentials` to test without the password of the person.',
    )
    return notes.report()
  }
  const step = (): LdapStep['step'] =>
    notes.steps.length === 0 ? 'bind' : notes.entry === undefined ? 'entry' : 'groups'
  try {
    const connection = await directory.serviceConnection(signal)
    try {
      notes.add('bind', true, `Signed in to the directory as ${settings.service.dn}.`)
      const found = await findPerson(connection, settings, name, signal)
      if (found === 'unknown-user')
        notes.add('entry', false, 'Nobody is found.', await whyNotFound(connection, settings, name, signal))
      else if (found === 'ambiguous')
        notes.add(
          'entry',
          false,
          'Several are found: it is not known who is meant.',
          'Narrow `server.searchBase` or `server.searchFilter` until one is.',
        )
      else if (typeof found === 'string')
        notes.add(
          'entry',
          false,
          'Somebody of another name is found.',
          `One of ${settings.loginAttributes.join(', ')} must be the name as it is typed.`,
        )
      else {
        notes.add('entry', true, `Found ${found.dn}.`)
        noteAccount(notes, found, directory)
        await noteGroups(notes, found, directory, connection, signal)
      }
    } finally {
      connection.close()
    }
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error
    notes.add(step(), false, error.message, fixFor(error, settings))
  }
  return notes.report()
}
