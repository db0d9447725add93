// Users with passwords, over real local accounts: what was added can sign in.
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { command } from './support/command.ts'
import { authorizer, passwords } from './with-passwords/trilatch.config.ts'

const folder = fileURLToPath(new URL('with-passwords', import.meta.url))
const good = 'correct horse battery'
const better = 'staple of another horse'

/** Runs `trilatch user add` with a password from the environment, or from standard input where there is none. */
function add(args: readonly string[], environment: Readonly<Record<string, string>> = {}, input?: string) {
  const around = { folder, environment, ...(input === undefined ? {} : { input }) }
  return command(['user', 'add', ...args], around)
}

/** How signing in ends. */
async function signIn(email: string, password: string): Promise<string> {
  const ports = { accounts: authorizer().accounts('test'), application: 'Example' }
  const request = {
    fields: new Map(Object.entries({ email, password })),
    query: new Map<string, string>(),
    address: '203.0.113.1',
    cookies: new Map<string, string>(),
    subject: null,
    signal: AbortSignal.timeout(10_000),
    setCookie: () => undefined,
  }
  return (await passwords.authenticate(request, ports)).outcome
}

async function rolesOf(email: string): Promise<readonly string[]> {
  const { out } = await command(['user', 'role', email, '--json'], { folder })
  const { assignments } = JSON.parse(out) as { readonly assignments: readonly { readonly role: string }[] }
  return assignments.map(({ role }) => role)
}

describe('trilatch user add', () => {
  it('adds somebody who can sign in, with roles, by a password from the environment', async () => {
    const args = ['ann@example.org', '--title', 'Ann', '--id', 'ann', '--role', 'boss', '--role', 'writer']
    const { status, out } = await add(args, { TRILATCH_PASSWORD: good })
    expect({ status, out }).toEqual({ status: 0, out: 'Added ann@example.org as ann.' })
    expect(await signIn('ann@example.org', good)).toBe('success')
    expect(await signIn('ann@example.org', better)).toBe('fail')
    expect(await rolesOf('ann@example.org')).toEqual(['boss', 'writer'])
  })

  it('takes the password from standard input, without the line break that ends it', async () => {
    const { status } = await add(['bob@example.org', '--password-stdin'], {}, `${good}\n`)
    expect(status).toBe(0)
    expect(await signIn('bob@example.org', good)).toBe('success')
  })

  it('refuses an unknown role, and adds nobody', async () => {
    const { status, err } = await add(['cat@example.org', '--role', 'wrtier'], { TRILATCH_PASSWORD: good })
    expect(status).toBe(1)
    expect(err).toBe('trilatch: There is no role "wrtier". Roles: boss, writer.')
    expect((await command(['user', 'role', 'cat@example.org'], { folder })).status).toBe(1)
  })

  it('refuses somebody who is there, and changes nothing', async () => {
    const { status, err } = await add(['ANN@example.org', '--role', 'writer'], { TRILATCH_PASSWORD: better })
    expect(status).toBe(1)
    expect(err).toContain('There is a user "ANN@example.org" already. --overwrite')
    expect(await signIn('ann@example.org', good)).toBe('success')
    expect(await rolesOf('ann@example.org')).toEqual(['boss', 'writer'])
  })

  it('replaces password and roles with --overwrite', async () => {
    const args = ['ann@example.org', '--overwrite', '--role', 'boss']
    const { status, out } = await add(args, { TRILATCH_PASSWORD: better })
    expect({ status, out }).toEqual({
      status: 0,
      out: 'Replaced password and roles of ann@example.org, ann.',
    })
    expect(await signIn('ann@example.org', good)).toBe('fail')
    expect(await signIn('ann@example.org', better)).toBe('success')
    expect(await rolesOf('ann@example.org')).toEqual(['boss'])
  })

  it('changes nothing when the roles are refused', async () => {
    const args = ['ann@example.org', '--overwrite', '--role', 'writer', '--json']
    const { status, err } = await add(args, { TRILATCH_PASSWORD: 'a third good sentence' })
    expect(status).toBe(1)
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'TRILATCH_LAST_ADMINISTRATOR' } })
    expect(await signIn('ann@example.org', 'a third good sentence')).toBe('fail')
    expect(await signIn('ann@example.org', better)).toBe('success')
    expect(await rolesOf('ann@example.org')).toEqual(['boss'])
  })

  it.each([
    ['a common password', 'password1'],
    ['a short one', 'short'],
  ])('refuses %s with status 1', async (_what, password) => {
    const { status } = await add(['dan@example.org'], { TRILATCH_PASSWORD: password })
    expect(status).toBe(1)
  })

  it.each([
    [
      'no password',
      ['eve@example.org'],
      {},
      'Give the password in the environment variable TRILATCH_PASSWORD',
    ],
    [
      'two passwords',
      ['eve@example.org', '--password-stdin'],
      { TRILATCH_PASSWORD: good },
      'Give the password once',
    ],
    [
      'another id beside --overwrite',
      ['ann@example.org', '--overwrite', '--id', 'zoe'],
      { TRILATCH_PASSWORD: good },
      'leave --id and --title out',
    ],
  ])('refuses %s with status 2', async (_what, args, environment, message) => {
    const { status, err } = await add(args, environment)
    expect(status).toBe(2)
    expect(err).toContain(message)
  })

  it('needs the configuration to say what keeps passwords', async () => {
    const { status, err } = await command(['user', 'add', 'a@example.org'])
    expect(status).toBe(2)
    expect(err).toContain('Add what localAccounts() of @trilatch/auth-local gave.')
  })
})
