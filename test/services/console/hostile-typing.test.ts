// Two hundred names that are meant to run in the browser of an administrator, written into every field that takes one.
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { definePermissions, TrilatchError } from '@trilatch/core'
import { startBrowser } from '../browser.ts'
import { Account } from './hostile-account.ts'
import { attempt, beside, improper, maxAttempts, patterns, saysImproper } from './hostile-stage.ts'
import { listAttempts, visitHostile } from './hostile-visit.ts'
import type { HostileVisit } from './hostile-visit.ts'
import { payloads } from './payloads.ts'
import { startStage } from './stage.ts'
import type { Stage } from './stage.ts'

const account = new Account(payloads)
let browser: Browser
/** An ordinary company; and one that keeps its users itself, and calls them as it likes. */
let stage: Stage
let other: Stage
let visit: HostileVisit
beforeAll(async () => {
  const listed = payloads.map((title, at) => ({
    id: beside(at),
    title,
    email: payloads.at(at - 1) as string,
  }))
  stage = await startStage()
  // Those that the other test of such names does not have: a process keeps no more of a minute.
  await attempt(stage, maxAttempts)
  other = await startStage({
    console: {
      users: {
        find: async (id) => listed.find((one) => one.id === id) ?? null,
        list: async ({ after = '0', limit }) => {
          const end = Number(after) + limit
          return {
            items: listed.slice(Number(after), end),
            ...(end < listed.length ? { next: `${end}` } : {}),
          }
        },
      },
    },
  })
  browser = await startBrowser()
  visit = await visitHostile(browser, stage, account)
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stage?.close()
  await other?.close()
})
afterEach(async () => visit.harmless())

const nothing = (text: string): string => `Nothing matches “${text}”.`

/** The code that the API refuses something with. */
async function codeOf(method: string, path: string, body: unknown, version = ''): Promise<unknown> {
  const response = await fetch(`${stage.home}api/${path}`, {
    method,
    headers: {
      cookie: 'who=ada',
      origin: new URL(stage.home).origin,
      'content-type': 'application/json',
      ...(version === '' ? {} : { 'if-match': `"${version}"` }),
    },
    body: JSON.stringify(body),
  })
  return ((await response.json()) as { readonly code?: unknown }).code
}

describe('Names that are written, and do nothing', { timeout: 240_000 }, () => {
  it('into every search', async () => {
    const { open, press, drive } = visit
    const place = '.empty .soft'
    for (const [where, label] of [
      ['roles', 'Search roles'],
      ['users', 'Search users'],
      ['groups', 'Search groups'],
      ['mine', 'Search by name'],
    ] as const) {
      await open(where)
      account.shown(`${label}, of ${where}`, await drive('search', label, payloads, place), nothing)
    }
    await open('roles')
    await press('Manage members: Writer')
    await visit.page.getByRole('list', { name: 'People' }).waitFor()
    account.shown(
      'search for members',
      await drive('search', 'Search people', payloads, `.dialog ${place}`),
      nothing,
    )
    await open('users')
    await press('Hedy Lamarr')
    await visit.page.getByRole('list', { name: 'Roles' }).waitFor()
    account.shown(
      'search for roles of a user',
      await drive('search', 'Search roles', payloads, `.dialog ${place}`),
      nothing,
    )
    await open('roles/writer')
    const found = await drive('type', 'Search by name', payloads, 'main', 'No permission matches')
    account.shown(
      'search in the tree',
      found.map((text) => text.split('\n')[0] as string),
    )
  })

  it('into every form, where the API refuses what can be none', async () => {
    const { page, open, press, drive, codes } = visit
    await open('roles')
    await press('New role')
    await page.getByRole('textbox', { name: 'Title' }).fill('Odd')
    await page.getByRole('textbox', { name: 'Id' }).fill('-')
    await press('Create role')
    const said = await drive('type', 'Id', payloads, '.wrong')
    const ids = await Promise.all(payloads.map((id) => codeOf('POST', 'roles', { id })))
    account.refused(
      'id of a role',
      payloads,
      { texts: said, codes: ids },
      'TRILATCH_REQUEST_INVALID',
      (id) => `${id}\nUp to 128`,
    )
    await open('users')
    await press('New user')
    await codes()
    const emails = await drive('send', 'E-mail', payloads)
    account.refused(
      'e-mail of a user',
      payloads,
      { texts: emails, codes: await codes() },
      'TRILATCH_REQUEST_INVALID',
      (email) => `${email}\nCannot use the request: email: not an e-mail address`,
    )
    await open('groups')
    await press('Add group')
    await page.getByRole('combobox', { name: 'Group' }).fill('acme')
    await page.getByRole('combobox', { name: 'Role' }).fill('runner')
    await codes()
    account.shown(
      'scope of a group',
      (await drive('type', 'Scope', patterns, '.dialog')).map((text) => text.split('\n')[0] as string),
    )
    const scopes = await drive('send', 'Scope', improper)
    account.refused(
      'scope of a group',
      improper,
      { texts: scopes, codes: await codes() },
      'TRILATCH_CONTEXT_INVALID',
      saysImproper,
    )
    await open('roles/writer')
    await page.getByRole('button', { name: 'Add a context to View Job' }).click({ force: true })
    const fits = await drive('type', 'Context', patterns, '.dialog')
    account.shown(
      'context',
      fits.map((text) => text.split('\n')[0] as string),
    )
    const contexts = await drive('type', 'Context', improper, '.wrong', 'empty segment')
    const { version } = await stage.authorizer.manage('test').role('writer')
    const rules = await Promise.all(
      improper.map((context) =>
        codeOf(
          'PATCH',
          'roles/writer/rules',
          { changes: [{ permission: 'job', state: 'granted', context }] },
          version,
        ),
      ),
    )
    account.refused(
      'context',
      improper,
      { texts: contexts, codes: rules },
      'TRILATCH_CONTEXT_INVALID',
      (context) => `${context}\n`,
    )
    await page.keyboard.press('Escape')
  })

  it('into an address, as a question, a filter, or what is nowhere', async () => {
    const { open, drive } = visit
    await open('why')
    const questions = payloads.map((payload) => ({
      subject: payload,
      permission: payload,
      resource: payload,
    }))
    const answers = await drive('why', questions)
    const about = answers.map((text) => text.split('There is no such permission.')[0] as string)
    // What can be no resource is not said again.
    const resource = (text: string): string => (improper.includes(text) ? '' : ` ${text}`)
    account.shown('subject and permission', about, (text) => `Forbidden${text} ${text}${resource(text)}`)
    account.shown(
      'resource',
      about.map((text) => text.slice('Forbidden'.length)),
      (text) => `${text} ${text} ${text}`,
    )
    const none = await drive(
      'why',
      improper.map((text) => ({ subject: 'ada', permission: 'job.run', resource: text })),
    )
    const codes = none.map((text) => (text.includes('The resource has no proper name.') ? 'improper' : ''))
    account.refused('resource', improper, { texts: none, codes }, 'improper', () => 'Forbidden')
    await open('audit')
    const encoded = payloads.map(encodeURIComponent)
    const filters = encoded.map((text) => `#/audit?actor=${text}&action=${text}&target=${text}`)
    const filled = await drive('walk', filters, ['Who', 'Action', 'What'])
    account.shown('actor, action and target of a filter', filled, (text) => [text, text, text].join('\n'))
    await drive(
      'walk',
      encoded.map((text) => `#/${text}`),
      [],
    )
  })

  it('into what an application says of its own users, and of refused attempts', async () => {
    await listAttempts(visit, new Account(payloads.slice(maxAttempts)))
    const own = await visitHostile(browser, other, account)
    await own.open('users')
    await own.more()
    await own.listed('name of an own user', own.page.locator('.name-button'))
    await own.listed('id of an own user', own.page.locator('th code'))
    await own.listed('e-mail of an own user', own.page.locator('th .small > span'))
    await own.harmless()
  })

  it('into the catalogue, which refuses what is no name of a permission', () => {
    const refusals = payloads.map((name) => {
      try {
        definePermissions({ [name]: 'Odd' })
      } catch (error) {
        if (error instanceof TrilatchError) return error
      }
      return undefined
    })
    account.refused(
      'name of a permission',
      payloads,
      { texts: refusals.map((error) => error?.message ?? ''), codes: refusals.map((error) => error?.code) },
      'TRILATCH_PERMISSION_INVALID',
      (name) => `Cannot define permission ${JSON.stringify(name)}: `,
    )
  })

  it('and each name has met each of the two hundred', () => {
    expect(account.faults()).toEqual([])
    expect(Object.entries(account.refusals()).filter(([, refused]) => refused > 0)).toEqual([
      ['id of a role', payloads.length],
      ['e-mail of a user', payloads.length],
      ['scope of a group', improper.length],
      ['context', improper.length],
      ['resource', improper.length],
      ['name of a permission', payloads.length],
    ])
    expect(Object.keys(account.refusals())).toHaveLength(18)
  })
})
