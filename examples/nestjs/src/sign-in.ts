import { randomBytes } from 'node:crypto'
import { createSignIn } from '@trilatch/auth'
import type { SignIn } from '@trilatch/auth'
import { invite, localAccounts } from '@trilatch/auth-local'
import { people } from './policy.ts'
import type { makeAuthorizer } from './policy.ts'

const application = 'Trilatch example'

/** The sign-in, and what people need to get in. */
export interface ExampleSignIn {
  readonly signIn: SignIn
  /** The password of each person, made at this start; kept is its hash. `alice` signs in as alice@example.org. */
  readonly passwords: ReadonlyMap<string, string>
  /** With it somebody else registers, once, and may read. */
  readonly invitation: string
}

/** Local accounts: one for each of the people, and others by invitation. */
export async function makeSignIn(authorizer: ReturnType<typeof makeAuthorizer>): Promise<ExampleSignIn> {
  const local = localAccounts()
  const accounts = authorizer.accounts('example')
  const passwords = new Map<string, string>()
  for (const id of people) {
    const password = randomBytes(12).toString('base64url')
    const title = id.replace(/^./, (letter) => letter.toUpperCase())
    await local.createUser({ id, email: `${id}@example.org`, title, password }, { accounts, application })
    passwords.set(id, password)
  }
  const { token } = await invite(accounts, { roles: ['reader'] })
  return {
    signIn: createSignIn({ authorizer, strategies: [local], application }),
    passwords,
    invitation: token,
  }
}

/** What to type, and where. */
export function howToSignIn(origin: string, { passwords, invitation }: ExampleSignIn): string {
  const rows = Array.from(passwords, ([id, password]) => `  ${`${id}@example.org`.padEnd(18)} ${password}`)
  return [
    `Listening on ${origin}`,
    `Sign in at ${origin}/auth/sign-in with one of these, made for this run:`,
    ...rows,
    'Somebody else registers, once, at',
    `  ${origin}/auth/register?invitation=${invitation}`,
  ].join('\n')
}
