import { fail, localIssuer, success } from '@trilatch/auth'
import type { Fail, Outcome, StrategyPorts, StrategyRequest, Success } from '@trilatch/auth'
import { normalEmail } from '@trilatch/core'
import type { User } from '@trilatch/core'
import { readCredential, renewHash } from './credential.ts'
import { digest } from './digest.ts'
import { isNoEmail } from './email.ts'
import type { Bench } from './hashing/hasher.ts'
import { knownDevice, rememberDevice } from './limits/known-device.ts'
import { isNoPassword } from './password/password-size.ts'
import { tooMany } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** Stands for the id of a user where there is none, so that as much is asked of the store. */
const nobody = 'trilatch:nobody'

/** Who a strategy of local accounts vouches for. */
export function localIdentity(provider: string, { id, title }: Pick<User, 'id' | 'title'>): Success {
  return success({ provider, issuer: localIssuer, id, ...(title === undefined ? {} : { title }) })
}

/** What was typed, if it can be anybody's; the same answer for every account. */
function typed({ fields }: StrategyRequest): { readonly email: string; readonly password: string } | Fail {
  const [email, password] = [fields.get('email'), fields.get('password')]
  for (const [field, text] of [
    ['email', email],
    ['password', password],
  ] as const)
    if (text === undefined || text === '')
      return fail({ code: 'invalid', field, text: 'Please enter your e-mail address and your password.' })
  if (isNoEmail(email as string)) return fail({ code: 'improper', field: 'email' })
  if (isNoPassword(password as string)) return fail({ code: 'improper', field: 'password' })
  return { email: normalEmail(email as string), password: password as string }
}

/** Who an account is, if the password is theirs. */
interface Entered {
  readonly user: User
  /** From before the password was compared. */
  readonly epoch: string
}

/** Compares the password, and makes an outdated hash anew. It takes as long for accounts that do not exist. */
async function compare(
  { hasher }: Workshop,
  { accounts }: StrategyPorts,
  bench: Bench,
  email: string,
  password: string,
): Promise<Entered | Fail> {
  const user = (await accounts.userByEmail(email))?.user
  // Before the credential: whatever changes that ends the sessions too, so a session of this epoch is not one of a new password.
  const epoch = await accounts.epoch(user?.id ?? nobody)
  const credential = await readCredential(accounts.vault, user?.id ?? nobody)
  const isRight = await bench.verify(password, credential?.stored)
  if (!isRight || user === undefined || credential === undefined || epoch === null) return fail('credentials')
  // Whoever changed the password while it was compared has shut this one out.
  if ((await accounts.epoch(user.id)) !== epoch) return fail('credentials')
  if (user.suspended) return fail('suspended')
  if (hasher.isOutdated(credential.stored))
    await renewHash(accounts.vault, user.id, await bench.hash(password), credential)
  return { user, epoch }
}

/**
 * Signs in with e-mail and password. Everything up to the answer is the same for accounts that exist and those that do
 * not: what is counted, what is asked of the store, what is hashed.
 */
export async function signIn(
  workshop: Workshop,
  request: StrategyRequest,
  ports: StrategyPorts,
): Promise<Outcome> {
  const given = typed(request)
  if ('outcome' in given) return given
  const { email, password } = given
  const { vault } = ports.accounts
  const limits = workshop.limits(ports)
  const account = digest(email)
  const device = await knownDevice(vault, request, account)
  const key = device === undefined ? account : `${account}.${device}`
  const refused = await workshop.admit(request, ports, key)
  if (refused !== undefined) return refused

  const entered = await workshop.hasher.run(async (bench) => {
    // Counted when it is its turn: who is turned away because all are busy has not tried.
    const waitMs = await limits.count(key)
    return waitMs === undefined ? compare(workshop, ports, bench, email, password) : tooMany(waitMs)
  }, request.signal)
  if ('outcome' in entered) return entered
  await limits.forget(key)
  if (device === undefined) await rememberDevice(vault, request, account)
  const { user, epoch } = entered
  const { identity } = localIdentity(workshop.settings.id, user)
  return success({ ...identity, epoch })
}
