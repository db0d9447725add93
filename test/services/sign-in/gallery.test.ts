// Every page of the sign-in in each of its states: light and dark, narrow and wide, by somebody without a mouse or a screen.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults, rulesOfLooks } from '../../support/accessibility.ts'
import { freshVisitor, startBrowser } from '../browser.ts'
import { startGallery } from './gallery.ts'
import type { Gallery } from './gallery.ts'
import { looks, takeLook } from './look.ts'

let browser: Browser
let gallery: Gallery
beforeAll(async () => {
  gallery = await startGallery()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await gallery?.close()
})

/** What can be used, in the order of the page. */
const usable = `[...document.querySelectorAll('a[href], button, input:not([type=hidden])')]`

/** What Tab leads to, until it comes back to where it began; and that it can be seen there. */
async function tabbed(page: Page): Promise<{ readonly reached: number[]; readonly unseen: number[] }> {
  await page.evaluate('document.activeElement.blur()')
  const [reached, unseen]: [number[], number[]] = [[], []]
  const count = await page.evaluate<number>(`${usable}.length`)
  for (let tab = 0; tab <= count; tab++) {
    await page.keyboard.press('Tab')
    const [at, outline] = await page.evaluate<[number, string]>(
      `[${usable}.indexOf(document.activeElement), getComputedStyle(document.activeElement).outlineStyle]`,
    )
    if (at === -1 || reached.includes(at)) continue
    reached.push(at)
    if (outline !== 'solid') unseen.push(at)
  }
  return { reached: reached.toSorted((a, b) => a - b), unseen }
}

describe('Every page', () => {
  it('is found in order by axe in each theme and width, is no wider than the window, and is used with keys alone', async () => {
    const context = await freshVisitor(browser)
    context.setDefaultTimeout(60_000)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (/Content Security Policy/.test(message.text())) complaints.push(message.text())
    })
    for (const { name, show } of gallery.exhibits) {
      await show(page)
      for (const look of looks) {
        await takeLook(page, look)
        const where = `${name}, ${look.theme}, ${look.width}`
        // All rules once; those that another look can break in every look.
        const rules = look === looks[0] ? undefined : rulesOfLooks
        expect(await accessibilityFaults(page, rules), where).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), where).toBe(true)
      }
      const { reached, unseen } = await tabbed(page)
      const all = await page.evaluate<number[]>(`${usable}.map((_, at) => at)`)
      expect(all.length, name).toBeGreaterThan(0)
      expect([reached, unseen], name).toEqual([all, []])
      expect(await page.title(), name).toMatch(/^(?:Error: )?[A-Z]/)
      expect(await page.locator('h1').count(), name).toBe(1)
    }
    expect(complaints).toEqual([])
    await context.close()
  }, 300_000)
})
