// Two hundred names that are meant to run in the browser of an administrator, as everything that is kept and has a name.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../browser.ts'
import { Account } from './hostile-account.ts'
import { TrilatchError } from '@trilatch/core'
import {
  attempt,
  beside,
  improper,
  maxAttempts,
  numbered,
  parts,
  patterns,
  saysImproper,
  spokenOf,
  startHostileStage,
} from './hostile-stage.ts'
import { listAttempts, visitHostile } from './hostile-visit.ts'
import type { HostileVisit } from './hostile-visit.ts'
import { payloads } from './payloads.ts'
import type { Stage } from './stage.ts'

const account = new Account(payloads)
let browser: Browser
let stage: Stage
let visit: HostileVisit
let page: Page
beforeAll(async () => {
  stage = await startHostileStage()
  await attempt(stage, 0)
  browser = await startBrowser()
  visit = await visitHostile(browser, stage, account)
  page = visit.page
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})
afterEach(async () => visit.harmless())

const before = (payload: string): string => payloads.at(payloads.indexOf(payload) - 1) as string
/** What lists to tick say of each line first: what it is called. */
const picked = () =>
  page.locator('.pick-name').evaluateAll((all) => all.map((one) => one.firstChild?.textContent ?? ''))
const within = (text: string) => (patterns.includes(text) ? `, has it within ${text}` : '')
const title = (permission: string): string => `Odd › ${permission}`

describe(
  'Names show as they are written, and do nothing, wherever the console shows one',
  { timeout: 240_000 },
  () => {
    it('of roles and their members', async () => {
      await visit.open('roles')
      await visit.more()
      await visit.listed('title of a role', page.locator('th a'))
      await visit.listed('description of a role', page.locator('th .soft.small'))
      await visit.press('Manage members: Held')
      await page.getByRole('list', { name: 'People' }).waitFor()
      await visit.more()
      account.shown('member', await picked())
      const badges = page.locator('.picks .badge')
      await visit.listed('scope of an assignment', badges, (scope) => `has it within ${scope}`)
      await visit.listed(
        'group of a member',
        badges,
        (group) => `has it by the group ${group}${within(group)}`,
      )
      await visit.press('Cancel')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await visit.press('Manage members: Reader')
      await page.getByRole('list', { name: 'People' }).waitFor()
      await visit.more()
      account.shown('member who is no user', await picked(), (id) => `no user ${id}`)
    })

    it('of users', async () => {
      await visit.open('users')
      await visit.more()
      await visit.listed('name of a user', page.locator('.name-button'))
      await visit.listed('id of a user', page.locator('th code'))
      await visit.press('All')
      await page.getByRole('list', { name: 'Roles' }).getByText('Held', { exact: true }).waitFor()
      account.shown('role of a user', await picked())
      await visit.listed(
        'scope of a role of a user',
        page.locator('.picks .badge'),
        (scope) => `has it within ${scope}`,
      )
      await visit.press('Cancel')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await visit.press(`Actions for ${payloads[1]}`)
      await page.getByRole('menuitem', { name: 'Delete user' }).click()
      await page.getByRole('alertdialog', { name: `Delete ${payloads[1]}?`, exact: true }).waitFor()
    })

    it('of groups, and where they come from', async () => {
      await visit.open('groups')
      await visit.more()
      await visit.listed('group', page.locator('th .strong'))
      await visit.listed('provider', page.locator('th .badge'))
      await visit.listed('scope of a group', page.locator('td .pattern'))
      await visit.listed('role of a group', page.locator('td a'))
      await visit.listed(
        'group that is warned of',
        page.locator('.note.warn span'),
        (group) =>
          `Group ${JSON.stringify(`acme/${group}`)} of "gitlab" leads to the administrator role "administrator" and to "runner": use different groups for the two.`,
      )
      await visit.press('Add group')
      await visit.listed('provider to choose', page.locator('.choice label span'))
      const options = page.locator('.option > span')
      for (const part of parts) {
        await page.getByRole('combobox', { name: 'Group' }).fill(part)
        await page
          .getByRole('option')
          .filter({ hasText: `acme/${part}49` })
          .waitFor()
        await visit.listed('group of a directory', options)
        await visit.listed(
          'id of a group of a directory',
          page.locator('.option code'),
          (id) => `acme/${numbered(payloads.indexOf(before(id)))}/${id}`,
        )
      }
      await page.keyboard.press('Escape')
      await page.getByRole('listbox').waitFor({ state: 'detached' })
      await page.getByRole('combobox', { name: 'Role' }).press('ArrowDown')
      await page.getByRole('listbox').waitFor()
      for (const part of parts) {
        await page.getByRole('combobox', { name: 'Role' }).fill(part)
        await page
          .getByRole('option')
          .filter({ hasText: `${part}49` })
          .waitFor()
        await visit.listed('role to choose', options)
      }
    })

    it('of permissions, and contexts', async () => {
      // So high that the tree draws all of its lines.
      await visit.grow(20_000)
      await visit.open('roles/odd')
      await visit.listed('title of a permission', page.locator('.tree-title > span'))
      await visit.listed('context', page.locator('.tree-name .pattern'))
      await visit.grow(12_000)
      await visit.open('mine')
      await visit.listed('own permission', page.locator('.tree-title > span'))
      await visit.grow()
      await visit.open('roles/writer')
      const state = page.getByRole('radiogroup', { name: 'State of Odd', exact: true })
      await state.getByRole('radio', { name: 'Forbidden' }).press('Space')
      await visit.press('Preview')
      await page.locator('.dialog .steps').nth(1).waitFor()
      await visit.listed('permission of a preview', page.locator('.step-name'), title)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      const manager = stage.authorizer.manage('alan')
      const seen = await manager.role('writer')
      const rules = [
        ...seen.role.rules,
        ...payloads.map((_, at) => ({ permission: `odd.${numbered(at)}`, state: 'granted' }) as const),
        ...patterns.map((context) => ({ permission: 'odd', state: 'granted', context }) as const),
      ]
      await manager.replaceRole('writer', { ...seen.role, rules }, seen)
      await visit.press('Save')
      await page.getByRole('alertdialog').waitFor()
      await visit.listed('permission of a conflict', page.locator('.step-name'), title)
      await visit.listed(
        'context of a conflict',
        page.locator('.step-name'),
        (context) => `Odd in ${context}`,
      )
      await visit.press('Drop my changes')
    })

    it('of what a question leads to, and can be asked about', async () => {
      await visit.open('why?subject=all&permission=odd.qa00&resource=x')
      await page.locator('.trace').waitFor()
      await visit.listed('role of a trace', page.locator('.role-trace .named-line a'))
      await visit.listed('scope of a trace', page.locator('.role-trace .named .pattern'))
      await visit.listed('context of a trace', page.locator('.walk .pattern'))
      for (const subject of spokenOf) {
        await visit.drive('why', [{ subject, permission: 'odd', resource: 'x' }])
        const lines = page.locator('.role-trace .named > .small')
        await visit.listed(
          'group of a trace',
          lines,
          (group) => `by the group ${group} of ${beside(payloads.indexOf(group))}`,
        )
        await visit.listed(
          'provider of a trace',
          lines,
          (provider) => `by the group ${before(provider)} of ${provider}`,
        )
      }
      for (const part of parts) {
        await page.getByRole('combobox', { name: 'Who' }).fill(part)
        await page
          .getByRole('option')
          .filter({ hasText: payloads[50 * parts.indexOf(part) + 49] as string })
          .first()
          .waitFor()
        await visit.listed('user to choose', page.locator('.option > span'))
      }
      await page.keyboard.press('Escape')
      for (const part of parts) {
        await page.getByRole('combobox', { name: 'Permission' }).fill(`odd.${part}`)
        await page
          .getByRole('option')
          .filter({ hasText: `odd.${part}49` })
          .waitFor()
        await visit.listed('permission to choose', page.locator('.option > span'), title)
      }
    })

    it('of who did what, and of what they were refused', async () => {
      await visit.open('audit?action=user.create')
      await visit.more()
      await visit.listed('actor', page.locator('.entry-who a'))
      await visit.listed('target', page.locator('.entry-target'))
      await visit.drive('open')
      const lines = page.locator('.diff-line')
      await visit.listed('what was written', lines, (text) => `+After:   "title": ${JSON.stringify(text)}`)
      // As many as are kept of a minute: the others are before the test of what is written.
      await listAttempts(visit, new Account(payloads.slice(0, maxAttempts)))
    })

    it('unless they are scopes or contexts that can be none: those are refused before they are kept', async () => {
      const manager = stage.authorizer.manage('test')
      const seen = await manager.mappings()
      const ways: readonly [names: readonly string[], write: (pattern: string) => Promise<unknown>][] = [
        [
          ['scope of an assignment', 'scope of a role of a user', 'scope of a trace'],
          (scope) => manager.assign({ subject: 'all', role: 'odd', scope }),
        ],
        [
          ['scope of a group'],
          (scope) => manager.replaceMappings([{ provider: 'ldap', group: 'a', roles: ['odd'], scope }], seen),
        ],
        [
          ['context', 'context of a conflict', 'context of a trace'],
          (context) =>
            manager.createRole({ id: 'none', rules: [{ permission: 'odd', state: 'granted', context }] }),
        ],
      ]
      for (const [names, write] of ways) {
        const errors = await Promise.all(
          improper.map((pattern) => write(pattern).catch((error: unknown) => error)),
        )
        const refusals = errors.map((error) => (error instanceof TrilatchError ? error : undefined))
        const texts = refusals.map((error) => error?.message ?? '')
        const codes = refusals.map((error) => error?.code)
        for (const name of names)
          account.refused(name, improper, { texts, codes }, 'TRILATCH_CONTEXT_INVALID', saysImproper)
      }
    })

    it('and each name has met each of the two hundred', () => {
      expect(account.faults()).toEqual([])
      const refusals = account.refusals()
      expect(Object.keys(refusals)).toHaveLength(35)
      for (const [name, refused] of Object.entries(refusals))
        expect(refused, name).toBe(/^(?:scope|context)/.test(name) ? improper.length : 0)
    })
  },
)
