// Every page of the sign-in, each in the states that people meet it in: to be looked at, and to be judged.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import express from 'express'
import session from 'express-session'
import type { Page } from 'playwright-core'
import { createSignIn, fail, redirect, subjectOf } from '@trilatch/auth'
import type { PasswordStrategy, RedirectStrategy, Strategy } from '@trilatch/auth'
import { localAccounts } from '@trilatch/auth-local'
import { createAuthorizer, definePermissions, memoryStore, problemDetails, trilatch } from '@trilatch/express'
import { freePort } from '../ports.ts'
import { logo } from './door.ts'

/** A page in one state, and how a browser comes there. */
export interface Exhibit {
  readonly name: string
  readonly show: (page: Page) => Promise<void>
}

/** The application whose pages are shown. */
export interface Gallery {
  readonly exhibits: readonly Exhibit[]
  close(): Promise<void>
}

const password = 'a sentence of my own'
const cheap = { memoryCost: 64, timeCost: 1, weakForTests: true } as const

const elsewhere = (id: string, title: string): RedirectStrategy => ({
  kind: 'redirect',
  id,
  title,
  destinations: ['https://provider.test'],
  start: async () => redirect('https://provider.test/'),
  finish: async () => fail('denied'),
})

/** A strategy whose answers are what its fields ask for. */
const asked = (id: string, title: string): PasswordStrategy => ({
  kind: 'password',
  id,
  title,
  fields: [
    { name: 'name', label: 'User name', type: 'text', autocomplete: 'username' },
    { name: 'word', label: 'Password', type: 'password', autocomplete: 'current-password' },
  ],
  authenticate: async ({ fields }) => {
    if (fields.get('name') === 'down') throw new Error('the directory does not answer')
    return fail({ code: 'too-many', retryAfterSeconds: 30 })
  },
})

/** One who registers is sent a mail. */
const mailing: PasswordStrategy = {
  ...asked('mail', 'Mail'),
  registration: {
    hint: 'Anybody with an address of Acme may register.',
    fields: [{ name: 'email', label: 'E-mail address', type: 'email', autocomplete: 'username' }],
    register: async () => ({ outcome: 'sent', text: 'We have sent you a mail. Follow the link in it.' }),
  },
}

async function fill(page: Page, fields: Readonly<Record<string, string>>, button: string): Promise<void> {
  for (const [label, text] of Object.entries(fields)) await page.getByLabel(label).first().fill(text)
  const answered = page.waitForEvent('domcontentloaded')
  await page.getByRole('button', { name: button, exact: true }).first().click()
  await answered
}

/** Starts it: Express, everything in memory. */
export async function startGallery(): Promise<Gallery> {
  const origin = `http://localhost:${await freePort()}`
  const roles = [{ id: 'administrator', title: 'Administrator', administrator: true, rules: [] }]
  const authorizer = createAuthorizer({
    permissions: definePermissions({ 'report.view': 'View Reports' }),
    store: memoryStore({ roles, assignments: [{ subject: 'ada', role: 'administrator' }] }),
    newUserRoles: { created: [] },
  })
  const local = localAccounts({ hashing: cheap })
  const ports = { accounts: authorizer.accounts('test'), application: 'Acme' }
  const people = [
    { id: 'ada', email: 'ada@example.org', title: 'Ada Lovelace' },
    { id: 'ben', email: 'benjamin.longwinded.of.somewhere@a-department.of-an-organisation.example.org' },
  ]
  for (const person of people) await local.createUser({ ...person, password }, ports)

  const { mount } = trilatch(authorizer, { subject: subjectOf })
  const app = express()
  const secret = randomBytes(32).toString('hex')
  app.use(session({ name: 'sid', secret, resave: false, saveUninitialized: false }))
  const wing = (path: string, strategies: readonly Strategy[], options: object): void =>
    void app.use(path, mount(createSignIn({ authorizer, strategies, baseUrl: origin, ...options })))
  wing('/auth', [local, elsewhere('gitlab', 'GitLab')], { application: 'Acme', logo })
  wing('/plain', [localAccounts({ hashing: cheap, registration: 'open' })], {})
  const two = [asked('staff', 'Staff'), asked('guests', 'Guests')]
  wing('/many', [...two, elsewhere('gitlab', 'GitLab'), elsewhere('other', 'Another provider')], {
    application: 'The Reports of a Very Long-Winded Department of an Organisation',
    logo,
  })
  wing('/away', [elsewhere('gitlab', 'GitLab')], { application: 'Acme', logo })
  wing('/mail', [mailing], { application: 'Acme', logo })
  app.use(problemDetails())
  const server = app.listen(Number(new URL(origin).port), 'localhost')
  await once(server, 'listening')

  const at = (path: string) => async (page: Page) => void (await page.goto(origin + path))
  const enter = async (page: Page, { email }: { email: string }): Promise<void> => {
    await page.context().clearCookies()
    await page.goto(`${origin}/auth/sign-in?returnTo=/auth/`)
    await fill(page, { 'E-mail address': email, Password: password }, 'Sign in')
  }
  const [ada, ben] = people as [(typeof people)[0], (typeof people)[0]]
  const wrong = async (page: Page, path: string, fields: Record<string, string>, button: string) => {
    await page.goto(origin + path)
    await fill(page, fields, button)
  }
  const wanted = { 'E-mail address': 'eve@example.org', Password: 'password' }
  const exhibits: readonly Exhibit[] = [
    { name: 'sign-in', show: at('/auth/sign-in') },
    { name: 'sign-in-plain', show: at('/plain/sign-in') },
    { name: 'sign-in-many', show: at('/many/sign-in') },
    { name: 'sign-in-away', show: at('/away/sign-in') },
    { name: 'sign-in-wrong', show: (page) => wrong(page, '/auth/sign-in', wanted, 'Sign in') },
    {
      name: 'sign-in-too-many',
      show: (page) => wrong(page, '/mail/sign-in', { 'User name': 'eve', Password: 'x' }, 'Sign in'),
    },
    {
      name: 'sign-in-unavailable',
      show: (page) => wrong(page, '/mail/sign-in', { 'User name': 'down', Password: 'x' }, 'Sign in'),
    },
    { name: 'register', show: at('/auth/register?invitation=abc') },
    { name: 'register-open', show: at('/plain/register') },
    { name: 'register-wrong', show: (page) => wrong(page, '/plain/register', wanted, 'Register') },
    {
      name: 'register-taken',
      show: (page) =>
        wrong(page, '/plain/register', { 'E-mail address': ada.email, Password: password }, 'Register'),
    },
    { name: 'register-mail', show: at('/mail/register') },
    {
      name: 'register-sent',
      show: (page) => wrong(page, '/mail/register', { 'E-mail address': 'eve@example.org' }, 'Register'),
    },
    { name: 'account', show: (page) => enter(page, ada) },
    { name: 'account-long', show: (page) => enter(page, ben) },
    {
      name: 'password',
      show: async (page) => {
        await enter(page, ada)
        await page.goto(`${origin}/auth/password`)
      },
    },
    {
      name: 'password-wrong',
      show: async (page) => {
        await enter(page, ada)
        await wrong(
          page,
          '/auth/password',
          { 'Current password': 'x', 'New password': password },
          'Change password',
        )
      },
    },
    {
      name: 'signed-out',
      show: async (page) => {
        await enter(page, ada)
        await fill(page, {}, 'Sign out')
      },
    },
    { name: 'nobody', show: at('/auth/password') },
    { name: 'not-found', show: at('/auth/nothing') },
    {
      name: 'expired',
      show: async (page) => {
        await page.goto(`${origin}/auth/sign-in`)
        await page.context().clearCookies()
        await fill(page, wanted, 'Sign in')
      },
    },
    { name: 'sign-in-again', show: at('/auth/callback/gitlab?state=none') },
  ]
  return {
    exhibits,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
