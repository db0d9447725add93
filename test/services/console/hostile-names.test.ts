// Two hundred names that are meant to run in the browser of an administrator, in every place that shows a name.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { definePermissions } from '@trilatch/core'
import type { Rule } from '@trilatch/core'
import { startBrowser } from '../browser.ts'
import { permissions } from './company.ts'
import { payloads } from './payloads.ts'
import { visitAs } from './seen.ts'
import { startStage } from './stage.ts'
import type { Stage } from './stage.ts'

let browser: Browser
let stage: Stage
/** As groups all that one of GitLab can be called. */
const groups = payloads.filter((payload) => !/[/\u2028]/.test(payload)).map((payload) => `acme/${payload}`)
beforeAll(async () => {
  const named = payloads.map((title, at) => [`odd.p${at}`, { title }] as const)
  const known = permissions.nodes.flatMap(({ name, title }) =>
    /^(?:\*$|trilatch)/.test(name) ? [] : [[name, { title }] as const],
  )
  // As contexts all that a pattern can be; what it cannot be is refused before it is kept.
  const contexts = payloads.filter((payload) => !/[[\\\u2028]|\/\//.test(payload))
  const rules = contexts.map((context): Rule => ({ permission: 'odd', state: 'granted', context }))
  stage = await startStage({
    permissions: definePermissions({ odd: 'Odd', ...Object.fromEntries([...known, ...named]) }),
    roles: [
      ...payloads.map((title, at) => ({ id: `odd-${at}`, title, description: title, rules: [] })),
      { id: 'odd', title: 'Odd', rules },
    ],
    people: payloads.map((title, at) => [`odd-${at}`, title, `odd-${at}@example.org`]),
    mappings: groups.map((group, at) => ({
      provider: 'gitlab',
      group,
      roles: ['runner'],
      scope: contexts[at % contexts.length] as string,
    })),
    console: {
      groupPicker: {
        providers: ['gitlab'],
        // A directory says of its groups what it likes: fifty at once.
        search: async ({ text }) => ({
          items: payloads
            .slice(50 * Number(text), 50 * Number(text) + 50)
            .map((title, at) => ({ name: `acme/${text}-${at}`, title })),
        }),
      },
    },
    assignments: [{ subject: 'odd-1', role: 'odd', scope: contexts[1] as string }],
  })
  browser = await startBrowser()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

it('Names show as they are written, and do nothing, wherever the console shows one', async () => {
  const { page, open, context, complaints } = await visitAs(browser, stage, 'ada')
  const [asked, spoken]: [string[], string[]] = [[], []]
  page.on('request', (request) => asked.push(request.url()))
  page.on('dialog', (dialog) => {
    spoken.push(dialog.message())
    void dialog.dismiss()
  })
  await page.addInitScript('window.pwn = () => { window.pwned = true }')
  const harmless = async (where: string): Promise<void> => {
    expect(await page.evaluate('window.pwned'), where).toBe(undefined)
    const strange =
      '#page :is(script, iframe, style, base, details, math, img:not(.brand-mark), form[action])'
    expect(await page.locator(strange).count(), where).toBe(0)
  }
  /** All of them, or as many as a screen draws at once. */
  const shown = async (where: string, least: number): Promise<void> => {
    const text = await page.locator('body').innerText()
    const seen = payloads.filter(
      (payload) => text.includes(payload.replace('\u2028', '\n')) || text.includes(payload),
    )
    expect(seen.length, where).toBeGreaterThanOrEqual(least)
    await harmless(where)
  }
  const more = async (): Promise<void> => {
    const button = page.getByRole('button', { name: 'Show more' })
    while ((await button.count()) > 0) {
      const before = await page.locator('tr, li').count()
      await button.click()
      await expect.poll(() => page.locator('tr, li').count(), { timeout: 30_000 }).toBeGreaterThan(before)
    }
  }
  await open('roles')
  await more()
  await shown('roles', 200)
  await page.getByRole('button', { name: 'Manage members: Odd', exact: true }).click()
  await page.getByRole('list', { name: 'People' }).waitFor()
  await more()
  await shown('members', 200)
  await open('users')
  await more()
  await shown('users', 200)
  await page.getByRole('button', { name: `Actions for ${payloads[1]}`, exact: true }).click()
  await page.getByRole('menuitem', { name: 'Delete user' }).click()
  await page.getByRole('alertdialog').waitFor()
  await shown('the question before a user is deleted', 200)
  await open('groups')
  await more()
  const listed = await page.locator('main').innerText()
  expect(groups.filter((group) => !listed.includes(group))).toEqual([])
  await harmless('groups')
  await page.getByRole('button', { name: 'Add group' }).click()
  for (const part of ['0', '1', '2', '3']) {
    await page.getByRole('combobox', { name: 'Group' }).fill(part)
    await page
      .getByRole('option')
      .filter({ hasText: `acme/${part}-49` })
      .waitFor()
    await harmless('the groups of a directory')
  }
  await open('roles/odd')
  const rows: string[] = []
  for (let isEnd = false; !isEnd;) {
    rows.push(...(await page.getByRole('rowheader').allInnerTexts()))
    isEnd = await page.evaluate<boolean>('scrollY + innerHeight >= document.documentElement.scrollHeight - 2')
    await page.evaluate(
      `scrollBy(0, 600), new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`,
    )
  }
  await harmless('the tree')
  const text = rows.join('\n')
  expect(payloads.filter((payload) => text.includes(payload)).length).toBeGreaterThanOrEqual(190)
  for (const payload of payloads.slice(0, 4)) {
    const query = new URLSearchParams({ subject: payload, permission: payload, resource: payload })
    await open(`why?${query.toString()}`)
    await page.getByRole('heading', { name: 'Forbidden' }).or(page.getByRole('alert')).first().waitFor()
    await harmless('why')
  }
  // Each deed in several ways: every one costs a question.
  for (const payload of payloads.filter((_, at) => at % 7 === 0)) {
    const answered = page.waitForResponse(/\/explain$/)
    await page.evaluate((query) => {
      // @ts-expect-error It runs in the browser.
      location.hash = `#/why?permission=job.run&subject=${query}`
    }, encodeURIComponent(payload))
    await answered
  }
  await harmless('why, of subjects')
  await open('why?subject=odd-1&permission=odd.p1&resource=x')
  await harmless('why, of a role')
  await open('audit')
  await page
    .getByRole('button', { name: /^Show what changed/ })
    .first()
    .click()
  await harmless('audit')
  await open(`audit?actor=${encodeURIComponent(payloads[1] ?? '')}`)
  await harmless('audit, filtered')
  await open('mine')
  await harmless('mine')
  await open(payloads[1] ?? '')
  await harmless('an address')
  expect(asked.filter((url) => !url.startsWith(new URL(stage.home).origin) && url !== 'about:blank')).toEqual(
    [],
  )
  expect([...complaints, ...spoken]).toEqual([])
  await context.close()
}, 300_000)
