import type { Browser, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Account } from './hostile-account.ts'
import { driver } from './hostile-driver.ts'
import type { Driver } from './hostile-driver.ts'
import { visitAs } from './seen.ts'
import type { Visitor } from './seen.ts'
import type { Stage } from './stage.ts'

/** What a name could make of a page, and none may. */
const strange = '#page :is(script, iframe, style, base, details, math, img:not(.brand-mark), form[action])'

/** An administrator among hostile names: what their browser does is watched. */
export interface HostileVisit extends Visitor {
  /** Has the driver do something within the page. */
  drive<Name extends keyof Driver>(
    name: Name,
    ...args: Parameters<Driver[Name]>
  ): Promise<Awaited<ReturnType<Driver[Name]>>>
  /** Presses the first button of that name. */
  press(name: string): Promise<void>
  /** Shows the rest of each list. */
  more(): Promise<void>
  /** Counts the payloads that the elements say. */
  listed(name: string, where: Locator, form?: (payload: string) => string): Promise<void>
  /** Sets the window so high that a tree draws all of its lines, and back. */
  grow(height?: number): Promise<void>
  /** Nothing has run, nothing was made of a name, and nobody else was asked for anything. */
  harmless(): Promise<void>
}

export async function visitHostile(browser: Browser, stage: Stage, account: Account): Promise<HostileVisit> {
  const visitor = await visitAs(browser, stage, 'ada')
  const { page, complaints } = visitor
  const [asked, spoken]: [string[], string[]] = [[], []]
  page.on('request', (request) => asked.push(request.url()))
  page.on('dialog', (dialog) => {
    spoken.push(dialog.message())
    void dialog.dismiss()
  })
  await page.addInitScript(driver)
  return {
    ...visitor,
    drive: (name, ...args) => page.evaluate(`drive.${name}(...${JSON.stringify(args)})`),
    press: (name) => page.getByRole('button', { name, exact: true }).first().click(),
    more: () => more(page),
    listed: async (name, where, form) => account.shown(name, await where.allTextContents(), form),
    grow: (height = 900) => page.setViewportSize({ width: 1440, height }),
    harmless: async () => {
      expect(await page.evaluate('window.pwned')).toBe(undefined)
      expect(await page.locator(strange).count()).toBe(0)
      const own = new URL(stage.home).origin
      expect(asked.filter((url) => !url.startsWith(own) && url !== 'about:blank')).toEqual([])
      expect([...complaints, ...spoken]).toEqual([])
    },
  }
}

async function more(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Show more' })
  while ((await button.count()) > 0) {
    const before = await page.locator('tr, li').count()
    await button.first().click()
    await expect.poll(() => page.locator('tr, li').count(), { timeout: 60_000 }).toBeGreaterThan(before)
  }
}

/** Counts in the audit trail the words of attempts that were refused: all of them are payloads. */
export async function listAttempts({ page, open, drive }: HostileVisit, account: Account): Promise<void> {
  await open('audit?outcome=refused')
  await drive('open')
  const listed = async (name: string, where: string, form?: (word: string) => string): Promise<void> =>
    account.shown(name, await page.locator(where).allTextContents(), form)
  await listed('actor', '.entry-who a')
  await listed('action', '.entry-action')
  await listed('target', '.entry-target')
  await listed('code and detail', '.entry-refusal', (word) => `${word} ${word}`)
  await listed('asked', '.diff-line', (word) => `  ${JSON.stringify(word)}: ${JSON.stringify(word)}`)
  expect(account.faults()).toEqual([])
}
