import { fail } from '@trilatch/auth'
import type { PasswordChanged, StrategyPorts, StrategyRequest } from '@trilatch/auth'
import { TrilatchError } from '@trilatch/core'
import { credentialDocument, expectCredential, readCredential } from './credential.ts'
import { digest } from './digest.ts'
import type { Bench } from './hashing/hasher.ts'
import { isNoPassword } from './password/password-size.ts'
import { refusedPassword } from './password/password-rules.ts'
import { tooMany } from './workshop.ts'
import type { Workshop } from './workshop.ts'

/** Puts a new password in the place of the current one, if that was right. */
async function replace(
  { accounts }: StrategyPorts,
  bench: Bench,
  subject: string,
  current: string,
  next: string,
): Promise<PasswordChanged> {
  const credential = await readCredential(accounts.vault, subject)
  const isRight = await bench.verify(current, credential?.stored)
  if (!isRight || credential === undefined)
    return fail({ code: 'credentials', field: 'currentPassword', text: 'The current password is not right.' })
  if (current === next)
    return fail({ code: 'invalid', field: 'newPassword', text: 'This is the current password.' })
  try {
    const { version } = await accounts.change(subject, {
      action: 'password.change',
      put: [credentialDocument(subject, await bench.hash(next))],
      expect: [expectCredential(subject, credential)],
      endSessions: true,
    })
    return { outcome: 'changed', epoch: version }
  } catch (error) {
    // Somebody else has changed it: whose session this is has to be proved again.
    if (error instanceof TrilatchError && error.code === 'TRILATCH_CONFLICT') return fail('sign-in-again')
    throw error
  }
}

/**
 * Changes the password of a user who is signed in and knows the current one; all their sessions end with the write.
 *
 * Wrong current passwords are counted apart from sign-ins, so that neither delays the other.
 */
export async function changePassword(
  workshop: Workshop,
  subject: string,
  request: StrategyRequest,
  ports: StrategyPorts,
): Promise<PasswordChanged> {
  const { accounts } = ports
  const [current, next] = [request.fields.get('currentPassword'), request.fields.get('newPassword')]
  if (current === undefined || current === '')
    return fail({ code: 'invalid', field: 'currentPassword', text: 'Please enter your current password.' })
  if (next === undefined || next === '')
    return fail({ code: 'invalid', field: 'newPassword', text: 'Please enter a new password.' })
  if (isNoPassword(current)) return fail({ code: 'improper', field: 'currentPassword' })
  if (isNoPassword(next)) return fail({ code: 'improper', field: 'newPassword' })

  const limits = workshop.limits(ports)
  const key = `change.${digest(subject)}`
  const refused = await workshop.admit(request, ports, key)
  if (refused !== undefined) return refused
  const user = (await accounts.user(subject))?.user
  if (user === undefined) return fail('sign-in-again')
  const why = await refusedPassword(next, workshop.passwordContext(user.email, ports))
  if (why !== undefined) return fail({ code: 'invalid', field: 'newPassword', text: why })
  const changed = await workshop.hasher.run(async (bench) => {
    const waitMs = await limits.count(key)
    return waitMs === undefined ? replace(ports, bench, subject, current, next) : tooMany(waitMs)
  }, request.signal)
  if (changed.outcome === 'changed') await limits.forget(key)
  return changed
}
