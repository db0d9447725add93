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

/** Several at once, as many as make a text of that length: every field takes 200 characters. */
function bundle(all: readonly string[], most = 200): readonly (readonly string[])[] {
  const bundles: string[][] = []
  for (const one of all) {
    const last = bundles.at(-1)
    if (last === undefined || [...last, one].join(' ').length > most) bundles.push([one])
    else last.push(one)
  }
  return bundles
}
const textsOf = (bundles: readonly (readonly string[])[]) => bundles.map((one) => one.join(' '))

/** Writes all of them, and counts those of the texts that come back as they were. */
async function typed(
  name: string,
  write: (texts: readonly string[]) => Promise<readonly string[]>,
  { all = payloads, form = (text: string) => text, most = 200 } = {},
): Promise<void> {
  const bundles = bundle(all, most)
  const answers = new Set(await write(textsOf(bundles)))
  const back = bundles.filter((one) => answers.has(form(one.join(' '))))
  account.shown(name, back.flat())
}

/** Writes all of them, and counts those that are refused: what each bundle is answered, and with which code each one. */
async function refused(
  name: string,
  code: string,
  { all = payloads, says }: { readonly all?: readonly string[]; readonly says: (text: string) => string },
  write: (texts: readonly string[]) => Promise<readonly string[]>,
  codes: () => Promise<readonly unknown[]>,
): Promise<void> {
  const bundles = bundle(all)
  const answers = await write(textsOf(bundles))
  const right = bundles.map((one, at) => answers[at]?.startsWith(says(one.join(' '))) === true)
  const texts = bundles.flatMap((one, at) => one.map(() => (right[at] === true ? 'so' : '')))
  account.refused(name, all, { texts, codes: await codes() }, code, () => 'so')
}

const firstLine = (text: string): string => text.split('\n')[0] as string

describe('Names that are written, and do nothing', { timeout: 240_000 }, () => {
  it('into every search', async () => {
    const { page, open, press, drive } = visit
    const search = (label: string, where = '') =>
      typed(`${label}${where}`, (texts) => drive('search', label, texts, `${where} .empty .soft`), {
        form: (text) => `Nothing matches “${text}”.`,
      })
    for (const [where, label] of [
      ['groups', 'Search groups'],
      ['mine', 'Search by name'],
      ['roles', 'Search roles'],
    ] as const) {
      await open(where)
      await search(label)
    }
    await page.getByRole('searchbox').fill('Writer')
    await press('Manage members: Writer')
    await page.getByRole('list', { name: 'People' }).waitFor()
    await search('Search people', '.dialog')
    await open('users')
    await search('Search users')
    await page.getByRole('searchbox').fill('Hedy')
    await press('Hedy Lamarr')
    await page.getByRole('list', { name: 'Roles' }).waitFor()
    await search('Search roles', '.dialog')
    await open('roles/writer')
    await typed('search in the tree', async (texts) =>
      (await drive('type', 'Search by name', texts, 'main', 'No permission matches')).map(firstLine),
    )
  })

  it('into every form, where the API refuses what can be none', async () => {
    const { page, open, press, drive } = visit
    const refusedOne =
      (method: string, path: string, body: (text: string) => unknown, version?: string) =>
      (all: readonly string[]) =>
        Promise.all(all.map((text) => codeOf(method, path, body(text), version)))
    await open('roles')
    await press('New role')
    await page.getByRole('textbox', { name: 'Title' }).fill('Odd')
    await page.getByRole('textbox', { name: 'Id' }).fill('-')
    await press('Create role')
    await refused(
      'id of a role',
      'TRILATCH_REQUEST_INVALID',
      { says: (id) => `${id}\nUp to 128` },
      (texts) => drive('type', 'Id', texts, '.wrong'),
      () => refusedOne('POST', 'roles', (id) => ({ id }))(payloads),
    )
    await open('users')
    await press('New user')
    await refused(
      'e-mail of a user',
      'TRILATCH_REQUEST_INVALID',
      { says: (email) => `${email}\nCannot use the request: email: not an e-mail address` },
      (texts) => drive('send', 'E-mail', texts),
      () => refusedOne('POST', 'users', (email) => ({ email }))(payloads),
    )
    await open('groups')
    await press('Add group')
    await page.getByRole('combobox', { name: 'Group' }).fill('acme')
    await page.getByRole('combobox', { name: 'Role' }).fill('runner')
    const write = (field: string) => async (texts: readonly string[]) =>
      (await drive('type', field, texts, '.dialog')).map(firstLine)
    await typed('scope of a group', write('Scope'), { all: patterns })
    const group = (scope: string) => ({ provider: 'gitlab', group: 'acme', scope })
    const seen = await stage.authorizer.manage('test').mappings()
    const texts = await drive('send', 'Scope', improper)
    const given = {
      texts,
      codes: await refusedOne('POST', 'roles/runner/groups', group, seen.version)(improper),
    }
    account.refused('scope of a group', improper, given, 'TRILATCH_CONTEXT_INVALID', saysImproper)
    await open('roles/writer')
    await page.getByRole('button', { name: 'Add a context to View Job' }).click({ force: true })
    await typed('context', write('Context'), { all: patterns })
    const { version } = await stage.authorizer.manage('test').role('writer')
    const changes = (context: string) => ({ changes: [{ permission: 'job', state: 'granted', context }] })
    await refused(
      'context',
      'TRILATCH_CONTEXT_INVALID',
      { all: improper, says: (context) => `${context}\n` },
      (texts) => drive('type', 'Context', texts, '.wrong', 'empty segment'),
      () => refusedOne('PATCH', 'roles/writer/rules', changes, version)(improper),
    )
  })

  it('into an address, as a question, a filter, or what is nowhere', async () => {
    const { open, drive } = visit
    const ask = async (permission: string | undefined, texts: readonly string[]) =>
      drive(
        'why',
        texts.map((text) => ({ subject: text, permission: permission ?? text, resource: text })),
      )
    const asked = async (texts: readonly string[]) =>
      (await ask(undefined, texts)).map((text) => text.split('There is no such permission.')[0] as string)
    await open('why')
    // What can be no resource is not said again.
    await typed('subject and permission', asked, {
      all: improper,
      most: 500,
      form: (text) => `Forbidden${text} ${text}`,
    })
    const all = (text: string): string => `Forbidden${text} ${text} ${text}`
    await typed('subject and permission', asked, { all: patterns, most: 500, form: all })
    await typed('resource', async (texts) => ask('job.run', texts), {
      all: patterns,
      most: 500,
      form: (text) =>
        `Forbidden${text} job.run ${text}No role says anything about it.Requires permission: Job › Run JobNeeded: Job › Run JobCopy linkNo role was asked: this subject holds none.`,
    })
    const none = await ask('job.run', improper)
    const codes = none.map((text) => (text.includes('The resource has no proper name.') ? 'improper' : ''))
    account.refused('resource', improper, { texts: none, codes }, 'improper', () => 'Forbidden')
    await open('audit')
    await typed(
      'actor, action and target of a filter',
      async (texts) => {
        const encoded = texts.map(encodeURIComponent)
        const filters = encoded.map((text) => `#/audit?actor=${text}&action=${text}&target=${text}`)
        return drive('walk', filters, ['Who', 'Action', 'What'])
      },
      { form: (text) => [text, text, text].join('\n') },
    )
    const nowhere = payloads.map((text) => `#/${encodeURIComponent(text)}`)
    await drive('walk', nowhere, [])
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
