import { failure } from '@trilatch/auth'
import type { GroupSource, PasswordStrategy } from '@trilatch/auth'
import { Directory } from './connection/directory.ts'
import type { LdapReport } from './diagnosis/report.ts'
import { testPerson } from './diagnosis/test-person.ts'
import type { LdapOptions } from './options/ldap-options.ts'
import { readOptions } from './options/read-options.ts'
import { signIn } from './sign-in.ts'
import { groupSource } from './source/group-source.ts'

/** A strategy of a directory. */
export interface LdapStrategy extends PasswordStrategy {
  /** Absent where there is no service account: groups are known from sign-ins alone. */
  readonly groups: GroupSource | undefined
  /**
   * Tries what a sign-in of somebody would do, without their password: for operators, who read what comes back.
   * It does not throw for what the directory does.
   */
  test(name: string, signal?: AbortSignal): Promise<LdapReport>
  /** Closes connections that wait for their next use; those in use end by themselves. */
  close(): void
}

/**
 * Sign-in with the names and passwords of a directory, and its groups: OpenLDAP, Active Directory, 389.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option, what is expected and the fix.
 */
export function ldap(options: LdapOptions): LdapStrategy {
  const settings = readOptions(options)
  const directory = new Directory(settings)
  return {
    kind: 'password',
    id: settings.id,
    title: settings.title,
    fields: [
      { name: 'username', label: 'User name', type: 'text', autocomplete: 'username' },
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
    ],
    authenticate: async (request) => {
      try {
        return await signIn(directory, request)
      } catch (error) {
        return failure(error)
      }
    },
    groups: settings.service === undefined ? undefined : groupSource(directory),
    test: (name, signal = new AbortController().signal) => testPerson(directory, name.trim(), signal),
    close: () => directory.close(),
  }
}
