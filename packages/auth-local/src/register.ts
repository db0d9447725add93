import { randomUUID } from 'node:crypto'
import { addressKey, fail, redeemFirstSecret } from '@trilatch/auth'
import type { Fail, Registered, StrategyPorts, StrategyRequest } from '@trilatch/auth'
import { own, TrilatchError } from '@trilatch/core'
import type { AccountWrite } from '@trilatch/core'
import { credentialDocument } from './credential.ts'
import { addressWanted, isNoEmail, newEmail } from './email.ts'
import { readToken } from './invitation.ts'
import { isNoPassword } from './password/password-size.ts'
import { refusedPassword } from './password/password-rules.ts'
import { registerByMail } from './register-by-mail.ts'
import { localIdentity } from './sign-in.ts'
import { tooMany } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** What lets somebody register. */
interface Admission {
  readonly write: AccountWrite
  /** The only address it is for. */
  readonly email?: string | undefined
  readonly roles?: readonly string[]
  /** It makes the first administrator. */
  readonly first?: boolean
}

/** What somebody wants to register as. */
interface NewUser {
  readonly email: string | undefined
  readonly password: string
  readonly title?: string
}

/** The longest text that may be an invitation; 43 characters are. */
const longestToken = 100

/** A secret of 128 bits, as the first administrator's is printed; invitations are longer. */
const firstSecretForm = /^[A-Za-z0-9_-]{22}$/

/** An invitation, what a mail has brought, or the secret of the first administrator, as it was typed. */
const tokenIn = ({ fields }: StrategyRequest): string =>
  (fields.get('confirmation') ?? fields.get('invitation') ?? '').trim()

async function admission(
  { settings }: Workshop,
  request: StrategyRequest,
  { accounts }: StrategyPorts,
): Promise<Admission | Fail> {
  const token = tokenIn(request)
  if (token === '') {
    if (settings.registration === 'open') return { write: {} }
    return settings.registration === 'closed'
      ? fail('closed')
      : fail({ code: 'invitation', field: 'invitation', text: 'Registration takes an invitation.' })
  }
  if (token.length > longestToken) return fail({ code: 'invitation', field: 'invitation' })
  if (firstSecretForm.test(token)) {
    const redeemed = await redeemFirstSecret(accounts, token, request.address)
    return 'outcome' in redeemed ? redeemed : { write: redeemed.write, first: true }
  }
  if (settings.registration === 'closed') return fail('closed')
  const found = await readToken(accounts.vault, token)
  if (found === undefined) return fail({ code: 'invitation', field: 'invitation' })
  const { place, version, email, roles } = found
  return { write: { remove: [place], expect: [{ ...place, version }] }, email, roles }
}

/** What a new user is to be, checked; the password as it came. Without an address the invitation says which. */
async function newUser(
  workshop: Workshop,
  { fields }: StrategyRequest,
  ports: StrategyPorts,
): Promise<NewUser | Fail> {
  const typed = fields.get('email') ?? ''
  const email = typed === '' ? undefined : newEmail(typed)
  if (typed !== '' && email === undefined) return addressWanted()
  const title = (fields.get('name') ?? '').trim()
  if (title.length > 200)
    return fail({ code: 'invalid', field: 'name', text: 'A name has at most 200 characters.' })
  const password = fields.get('password') ?? ''
  const why = await refusedPassword(password, workshop.passwordContext(email, ports))
  if (why !== undefined) return fail({ code: 'invalid', field: 'password', text: why })
  return { email, password, ...(title === '' ? {} : { title }) }
}

/** The address that somebody registers with, or why it is not theirs. */
function addressOf(user: NewUser, admitted: Admission): string | Fail {
  const email = user.email ?? admitted.email
  if (email === undefined) return addressWanted()
  return admitted.email === undefined || admitted.email === email
    ? email
    : fail({ code: 'invitation', field: 'email', text: 'This invitation is for another e-mail address.' })
}

/** What a write says that cannot be made. */
function refusedWrite(error: unknown): Fail {
  if (error instanceof TrilatchError) {
    if (error.code === 'TRILATCH_USER_EXISTS') return fail({ code: 'email-taken', field: 'email' })
    // Somebody was faster with the same invitation, somebody is an administrator already, or what was promised is gone.
    if (error.code === 'TRILATCH_CONFLICT' || error.code === 'TRILATCH_ROLE_UNKNOWN')
      return fail({ code: 'invitation', field: 'invitation' })
    if (error.code === 'TRILATCH_USER_INVALID') return fail({ code: 'invalid' })
  }
  throw error
}

/** Registers a new user, who is signed in afterwards. */
export async function register(
  workshop: Workshop,
  request: StrategyRequest,
  ports: StrategyPorts,
): Promise<Registered> {
  const { accounts } = ports
  const { fields } = request
  if (workshop.settings.sendMail !== undefined && tokenIn(request) === '')
    return registerByMail(workshop, request, ports)
  if (isNoEmail(fields.get('email') ?? '')) return fail({ code: 'improper', field: 'email' })
  if (isNoPassword(fields.get('password') ?? '')) return fail({ code: 'improper', field: 'password' })
  const waitMs = await workshop.limits(ports).registration(addressKey(request.address))
  if (waitMs !== undefined) return tooMany(waitMs)
  // What was typed first: a password that is not taken uses up no try of a secret.
  const user = await newUser(workshop, request, ports)
  if ('outcome' in user) return user
  // An invitation may say whose it is; a first secret says nobody's address, and a try would be lost.
  if (user.email === undefined && firstSecretForm.test(tokenIn(request))) return addressWanted()
  const admitted = await admission(workshop, request, ports)
  if ('outcome' in admitted) return admitted
  const email = addressOf(user, admitted)
  if (typeof email !== 'string') return email
  if (user.email === undefined) {
    // Now it is known what the password must not be made of.
    const why = await refusedPassword(user.password, workshop.passwordContext(email, ports))
    if (why !== undefined) return fail({ code: 'invalid', field: 'password', text: why })
  }

  // Hashed before anybody knows whether the address is taken: both take as long.
  const hash = await workshop.hasher.run((bench) => bench.hash(user.password), request.signal)
  const [id, title] = [randomUUID(), own(user, 'title')]
  const named = title === undefined ? {} : { title }
  const { put = [], ...write } = admitted.write
  const account = { ...named, ...write, id, email, put: [...put, credentialDocument(id, hash)] }
  try {
    if (admitted.first === true) {
      const role = workshop.settings.administratorRole
      await accounts.createFirstAdministrator({ ...account, origin: 'created', role })
      workshop.expectFirst(0)
    } else await accounts.create({ ...account, origin: 'registered', roles: admitted.roles ?? [] })
  } catch (error) {
    return refusedWrite(error)
  }
  return localIdentity(workshop.settings.id, { id, ...named })
}
