import { randomBytes } from 'node:crypto'
import { addressKey, fail } from '@trilatch/auth'
import type { Registered, StrategyPorts, StrategyRequest } from '@trilatch/auth'
import { digest } from './digest.ts'
import { addressWanted, isNoEmail, newEmail } from './email.ts'
import { invitationPlace } from './invitation.ts'
import { tooMany } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** A mail that somebody gets who wants to register, or in whose name somebody does. */
export interface RegistrationMail {
  /** In the normal form; a mail to an account goes to the address that is stored. */
  readonly to: string
  /**
   * `confirm`: the address is free, and `token` lets whoever reads the mail go on, for a day. `taken`: it has an account
   * already, which the mail may say.
   */
  readonly about: 'confirm' | 'taken'
  /** 256 random bits, of a `confirm`: the link is the page of the registration with `?confirmation=` and this. */
  readonly token?: string
  /** The name of the application. */
  readonly application: string
}

/** How long a link counts, in milliseconds. */
const lifetimeMs = 86_400_000

/** How many mails one address gets in an hour, whoever asks for them. */
const mostMails = 3

const text =
  'We have sent you a mail. Please follow the link in it within a day. If none comes, look whether the address is right.'

/**
 * Begins a registration by mail. Known and unknown addresses get the same answer for the same work; what differs is in
 * the mail, which only their owner reads.
 *
 * @throws what `sendMail` rejects with
 */
export async function registerByMail(
  workshop: Workshop,
  request: StrategyRequest,
  ports: StrategyPorts,
): Promise<Registered> {
  const { accounts, application } = ports
  const typed = request.fields.get('email') ?? ''
  if (isNoEmail(typed)) return fail({ code: 'improper', field: 'email' })
  const waitMs = await workshop.limits(ports).registration(addressKey(request.address))
  if (waitMs !== undefined) return tooMany(waitMs)
  const to = newEmail(typed)
  if (to === undefined) return addressWanted()
  const token = randomBytes(32).toString('base64url')
  const known = await accounts.userByEmail(to)
  // Also for an address that has an account; that token is sent to nobody.
  const value = { email: to, roles: [] }
  await accounts.vault.put({ ...invitationPlace(token), value, ttlMs: lifetimeMs })
  const { count } = await accounts.vault.count({ kind: 'register-mail', key: digest(to) }, 1, {
    ttlMs: 3_600_000,
  })
  // Whoever asks for more hears the same: nobody's post is filled from here.
  if (count <= mostMails)
    await workshop.settings.sendMail?.({
      application,
      ...(known === null ? { to, about: 'confirm', token } : { to: known.user.email ?? to, about: 'taken' }),
    })
  return { outcome: 'sent', text }
}
