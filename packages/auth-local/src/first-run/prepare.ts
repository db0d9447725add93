import { randomUUID } from 'node:crypto'
import { awaitsFirstAdministrator, offerFirstAdministrator } from '@trilatch/auth'
import type { StrategyPorts } from '@trilatch/auth'
import { firstRun, own, TrilatchError } from '@trilatch/core'
import type { Accounts } from '@trilatch/core'
import { credentialDocument } from '../credential.ts'
import { newEmail } from '../email.ts'
import { readHash } from '../hashing/stored-hash.ts'
import { loadFor } from '../hashing/verify-hash.ts'
import { refusedPassword } from '../password/password-rules.ts'
import type { Workshop } from '../workshop.ts'
import type { ConfiguredAdministrator } from './configured-administrator.ts'

/** The hash to keep of a configured administrator. */
async function hashOf(
  workshop: Workshop,
  administrator: ConfiguredAdministrator,
  ports: StrategyPorts,
): Promise<string> {
  const given = own(administrator, 'passwordHash')
  if (given !== undefined) {
    const stored = readHash(given)
    if (stored !== undefined) await loadFor(stored)
    return given
  }
  const password = own(administrator, 'password') as string
  const why = await refusedPassword(password, workshop.passwordContext(administrator.email, ports))
  if (why !== undefined)
    throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot create the configured administrator: ${why}`)
  return workshop.hasher.run((bench) => bench.hash(password))
}

/** Whether this store has had its first administrator, whatever became of them. */
async function isOver(accounts: Accounts): Promise<boolean> {
  return (await accounts.vault.get(firstRun))?.value === 'done' || accounts.hasAdministrator()
}

/**
 * Creates the administrator of the configuration, once for each store: who has an account is left alone, so that a
 * password that stays in the configuration resets none.
 */
async function createConfigured(
  workshop: Workshop,
  administrator: ConfiguredAdministrator,
  ports: StrategyPorts,
): Promise<void> {
  const { accounts } = ports
  const email = newEmail(administrator.email) as string
  if ((await isOver(accounts)) || (await accounts.userByEmail(email)) !== null) return
  const hash = await hashOf(workshop, administrator, ports)
  const [id, title, seen] = [randomUUID(), own(administrator, 'title'), await accounts.vault.get(firstRun)]
  try {
    await accounts.createFirstAdministrator({
      id,
      email,
      ...(title === undefined ? {} : { title }),
      origin: 'created',
      role: workshop.settings.administratorRole,
      put: [credentialDocument(id, hash), { ...firstRun, value: 'done' }],
      expect: [{ ...firstRun, version: seen?.version ?? null }],
    })
  } catch (error) {
    // Another process was faster.
    if (!(error instanceof TrilatchError)) throw error
    if (error.code !== 'TRILATCH_CONFLICT' && error.code !== 'TRILATCH_USER_EXISTS') throw error
  }
}

/** How long a first secret counts, in milliseconds. */
const offeredMs = 3_600_000

/** Why the first administrator could not be given their role, with what to do; `undefined` where they could. */
async function missingRole(role: string, accounts: Accounts): Promise<string | undefined> {
  const roles = await accounts.administratorRoles()
  if (roles.includes(role)) return undefined
  const others = roles.map((id) => JSON.stringify(id)).join(' or ')
  const set =
    roles.length === 0
      ? 'set `administratorRole` of localAccounts to another that you define so'
      : `set \`administratorRole\` of localAccounts to ${others}`
  return `there is no administrator role ${JSON.stringify(role)}. Define { id: ${JSON.stringify(role)}, administrator: true, rules: [] }, or ${set}, and start again.`
}

/** What happens once, before the first request. */
export async function prepare(workshop: Workshop, ports: StrategyPorts): Promise<void> {
  await workshop.hasher.ready()
  const { administrator, print } = workshop.settings
  if (administrator !== undefined) return createConfigured(workshop, administrator, ports)
  const missing = await missingRole(workshop.settings.administratorRole, ports.accounts)
  const secret = missing === undefined ? await offerFirstAdministrator(ports.accounts) : undefined
  // Another process may have been given it, and people may be sent to this one.
  if ((await ports.accounts.vault.get(firstRun))?.value === 'offered') workshop.expectFirst(offeredMs)
  const nobody = `${ports.application.replace(/^./u, (letter) => letter.toUpperCase())} has no administrator yet`
  if (missing !== undefined && (await awaitsFirstAdministrator(ports.accounts)))
    print(`${nobody}, and nobody can become one: ${missing}`)
  if (secret === undefined) return
  print(
    `${nobody}. Within one hour open …/register?invitation=${secret} below the path of the sign-in, or register with this secret in the place of an invitation: ${secret}`,
  )
}
