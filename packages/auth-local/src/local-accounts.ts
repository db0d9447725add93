import type { PasswordStrategy, StrategyPorts } from '@trilatch/auth'
import { changePassword } from './change-password.ts'
import { createUser, setPassword } from './operate.ts'
import type { NewLocalUser } from './operate.ts'
import { prepare } from './first-run/prepare.ts'
import { readOptions } from './options.ts'
import type { LocalAccountsOptions } from './options.ts'
import { email, newPassword, registrationOf } from './registration.ts'
import { signIn } from './sign-in.ts'
import { asOutcome, Workshop } from './workshop.ts'

/** A strategy of local accounts, with what operators may want to know about it. */
export interface LocalAccounts extends PasswordStrategy {
  /**
   * Creates a user with a password, as administrators and commands do.
   *
   * @throws TrilatchError `TRILATCH_USER_INVALID` (422) for an address or password that is not taken;
   * `TRILATCH_USER_EXISTS` (409), `TRILATCH_ROLE_UNKNOWN` (404)
   */
  createUser(user: NewLocalUser, ports: StrategyPorts): Promise<{ readonly id: string }>
  /**
   * Gives a user another password, without the current one: for administrators and commands. All sessions of the user end.
   *
   * @param roles In the place of those that the user holds as a member, in the same write; absent: they stay.
   * @throws TrilatchError `TRILATCH_USER_INVALID` (422), `TRILATCH_USER_UNKNOWN` (404), `TRILATCH_ROLE_UNKNOWN` (404),
   * `TRILATCH_LAST_ADMINISTRATOR`: nothing has changed then
   */
  setPassword(user: string, password: string, ports: StrategyPorts, roles?: readonly string[]): Promise<void>
  /** How many passwords have been hashed and compared by this process, and how many are and wait now. */
  load(): {
    readonly hashed: number
    readonly verified: number
    readonly running: number
    readonly waiting: number
  }
}

/**
 * Accounts that this application keeps itself: sign in with e-mail and password, register, change the password.
 *
 * @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option and what is expected.
 */
export function localAccounts(options: LocalAccountsOptions = {}): LocalAccounts {
  const settings = readOptions(options)
  const workshop = new Workshop(settings)
  const registration = registrationOf(workshop)
  return {
    kind: 'password',
    id: settings.id,
    title: settings.title,
    fields: [
      email,
      { name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' },
    ],
    prepare: (ports) => prepare(workshop, ports),
    authenticate: (request, ports) => asOutcome(request, () => signIn(workshop, request, ports)),
    get registration() {
      // Closed to all but the first administrator, while there is to be one.
      return settings.registration === 'closed' && !workshop.expectsFirst() ? undefined : registration
    },
    passwordChange: {
      fields: [
        {
          name: 'currentPassword',
          label: 'Current password',
          type: 'password',
          autocomplete: 'current-password',
        },
        newPassword('newPassword', 'New password'),
      ],
      changePassword: (subject, request, ports) =>
        asOutcome(request, () => changePassword(workshop, subject, request, ports)),
    },
    createUser: (user, ports) => createUser(workshop, user, ports),
    setPassword: (user, password, ports, roles) => setPassword(workshop, user, password, ports, roles),
    load: () => workshop.hasher.load,
  }
}
