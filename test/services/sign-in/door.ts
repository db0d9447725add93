import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import express from 'express'
import session from 'express-session'
import { createSignIn, redirect, subjectOf, success } from '@trilatch/auth'
import type { RedirectStrategy } from '@trilatch/auth'
import { invite, localAccounts } from '@trilatch/auth-local'
import { createAuthorizer, definePermissions, memoryStore, problemDetails, trilatch } from '@trilatch/express'
import { freePort } from '../ports.ts'

/** A picture for pages: a latch. */
export const logo = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="9" fill="#5a67d8"/><path d="M12 19v-4a8 8 0 0 1 16 0v4m-18 0h20v11H10z" fill="none" stroke="#fff" stroke-width="3" stroke-linejoin="round"/></svg>',
)}`

/** A provider that knows everybody as the same person: a page of the application that sends browsers back. */
function acme(origin: string): RedirectStrategy {
  return {
    kind: 'redirect',
    id: 'acme',
    title: 'Acme',
    destinations: [origin],
    start: async (_request, { state, callbackUrl }) =>
      redirect(`${origin}/provider?${new URLSearchParams({ state, back: callbackUrl }).toString()}`),
    finish: async () =>
      success({
        provider: 'acme',
        issuer: origin,
        id: 'one',
        title: 'One of Acme',
        verifiedEmail: 'one@acme.org',
      }),
  }
}

/** An application that people sign in to with a browser. */
export interface Door {
  readonly origin: string
  /** Somebody who has an account. */
  readonly email: string
  readonly password: string
  /** An invitation for one more. */
  invite(): Promise<string>
  close(): Promise<void>
}

/** Starts it: Express, everything in memory, local accounts and a provider. */
export async function startDoor(): Promise<Door> {
  const origin = `http://localhost:${await freePort()}`
  const permissions = definePermissions({ 'report.view': 'View Reports' })
  const roles = [{ id: 'administrator', title: 'Administrator', administrator: true, rules: [] }]
  const assignments = [{ subject: 'ada', role: 'administrator' }]
  const authorizer = createAuthorizer({
    permissions,
    store: memoryStore({ roles, assignments }),
    newUserRoles: { created: [] },
  })
  const local = localAccounts({ hashing: { memoryCost: 64, timeCost: 1, weakForTests: true } })
  const ports = { accounts: authorizer.accounts('test'), application: 'Meltano' }
  const [email, password] = ['ada@example.org', randomBytes(12).toString('base64url')]
  await local.createUser({ id: 'ada', email, title: 'Ada Lovelace', password }, ports)
  const strategies = [local, acme(origin)]
  const signIn = createSignIn({ authorizer, strategies, baseUrl: origin, application: 'Meltano', logo })

  const { mount, requireSignedIn, access } = trilatch(authorizer, {
    subject: subjectOf,
    signIn: '/auth/sign-in',
  })
  const app = express()
  app.use(
    session({
      name: 'sid',
      secret: randomBytes(32).toString('hex'),
      resave: false,
      saveUninitialized: false,
    }),
  )
  app.use('/auth', mount(signIn))
  app.get('/provider', (request, response) => {
    const asked = new URL(request.originalUrl, origin).searchParams
    const back = new URL(asked.get('back') ?? origin)
    back.search = new URLSearchParams({ state: asked.get('state') ?? '' }).toString()
    response.redirect(303, back.href)
  })
  app.get(['/', '/reports'], requireSignedIn(), async (request, response) => {
    const who = (await access(request)).subjectId ?? ''
    response.send(
      `<!doctype html><html lang="en"><title>Reports</title><main><h1>Reports of ${who}</h1></main></html>`,
    )
  })
  app.use(problemDetails())
  const server = app.listen(Number(new URL(origin).port), 'localhost')
  await once(server, 'listening')
  return {
    origin,
    email,
    password,
    invite: async () => (await invite(ports.accounts)).token,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
