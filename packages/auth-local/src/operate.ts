import { randomUUID } from 'node:crypto'
import type { StrategyPorts } from '@trilatch/auth'
import { didYouMean, own, TrilatchError, unknownKey } from '@trilatch/core'
import { credentialDocument } from './credential.ts'
import { newEmail } from './email.ts'
import { isNoPassword } from './password/password-size.ts'
import { refusedPassword } from './password/password-rules.ts'
import type { Workshop } from './workshop.ts'

/** A user whom an administrator creates. */
export interface NewLocalUser {
  readonly email: string
  readonly title?: string
  /** Default: a random one. */
  readonly id?: string
  readonly password: string
  /** Roles beside those of every user who is created; each must exist. */
  readonly roles?: readonly string[]
}

const invalid = (why: string): TrilatchError =>
  new TrilatchError('TRILATCH_USER_INVALID', `Cannot keep this account: ${why}`, { status: 422 })

/** The hash of a password that is held to the rules. */
async function hashOf(
  workshop: Workshop,
  password: unknown,
  email: string | undefined,
  ports: StrategyPorts,
): Promise<string> {
  if (typeof password !== 'string') throw new TypeError('A password must be a string')
  if (isNoPassword(password)) throw invalid('this can be nobody’s password')
  const why = await refusedPassword(password, workshop.passwordContext(email, ports))
  if (why !== undefined) throw invalid(why)
  return workshop.hasher.run((bench) => bench.hash(password))
}

const fields = ['email', 'title', 'id', 'password', 'roles']

/** @throws TypeError where what the strategy works with was left out, or a part of it */
function checkPorts(call: string, ports: StrategyPorts | undefined): void {
  if (typeof ports?.accounts?.create === 'function' && typeof ports.application === 'string') return
  throw new TypeError(
    `${call} needs { accounts, application }, as { accounts: authorizer.accounts('importer'), application: 'Acme' }`,
  )
}

/** Creates a user with a password. */
export async function createUser(
  workshop: Workshop,
  user: NewLocalUser,
  ports: StrategyPorts,
): Promise<{ readonly id: string }> {
  if (typeof user !== 'object' || user === null)
    throw new TypeError('A new user must be { email, password, title?, id?, roles? }')
  checkPorts('createUser(user, …)', ports)
  const stray = unknownKey(user, fields)
  if (stray !== undefined)
    throw invalid(`a new user has no ${JSON.stringify(stray)}.${didYouMean(stray, fields)}`)
  const given = own(user, 'email')
  const email = typeof given === 'string' ? newEmail(given) : undefined
  if (email === undefined) throw invalid('the e-mail address is none that is taken')
  const hash = await hashOf(workshop, own(user, 'password'), email, ports)
  const [id, title] = [own(user, 'id') ?? randomUUID(), own(user, 'title')]
  await ports.accounts.create({
    id,
    email,
    ...(title === undefined ? {} : { title }),
    origin: 'created',
    roles: own(user, 'roles') ?? [],
    put: [credentialDocument(id, hash)],
  })
  return { id }
}

/**
 * Gives a user another password; all their sessions end with the write.
 *
 * @param roles In the place of those that they hold as a member, in the same write; absent: they stay.
 */
export async function setPassword(
  workshop: Workshop,
  id: string,
  password: string,
  ports: StrategyPorts,
  roles?: readonly string[],
): Promise<void> {
  checkPorts('setPassword(id, password, …)', ports)
  const found = await ports.accounts.user(id)
  const hash = await hashOf(workshop, password, found?.user.email, ports)
  await ports.accounts.change(id, {
    action: 'password.set',
    put: [credentialDocument(id, hash)],
    endSessions: true,
    ...(roles === undefined ? {} : { roles }),
  })
}
