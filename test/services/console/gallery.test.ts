// Every screen and dialog of the console in each of its states, judged by axe in both themes and widths.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../../support/accessibility.ts'
import { freshVisitor, startBrowser } from '../browser.ts'
import { looks, takeLook } from '../sign-in/look.ts'
import { startGallery } from './gallery.ts'
import type { Gallery } from './gallery.ts'

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

/**
 * All rules in the light; in the dark those that look at colours, since nothing else differs between the themes: the
 * same elements stand in the same places, and no style sheet says more of the dark than its colours. Then those that the
 * other width can break.
 */
function rulesOf(look: (typeof looks)[number]): readonly string[] | undefined {
  if (look === looks[0]) return undefined
  return look === looks[1]
    ? ['color-contrast', 'link-in-text-block']
    : ['target-size', 'scrollable-region-focusable', 'region']
}

describe('Every screen and dialog', () => {
  it('is found in order by axe in each theme, and is no wider than the window from 390 pixels on', async () => {
    const context = await freshVisitor(browser)
    context.setDefaultTimeout(60_000)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
        complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    for (const { name, show, isExtra } of gallery.exhibits) {
      await takeLook(page, looks[0])
      await show(page)
      for (const look of isExtra === true ? looks.slice(0, 2) : looks) {
        await takeLook(page, look)
        const where = `${name}, ${look.theme}, ${look.width}`
        // What floats over the page finds its new place a moment later.
        await expect
          .poll(() => page.evaluate('document.documentElement.scrollWidth - innerWidth'), {
            message: where,
            timeout: 20_000,
          })
          .toBeLessThanOrEqual(0)
        if (look === looks[3]) continue
        expect(await accessibilityFaults(page, rulesOf(look)), where).toEqual([])
      }
      expect(await page.title(), name).toMatch(/Console$/)
      expect(await page.locator('h1').count(), name).toBe(1)
    }
    expect(complaints).toEqual([])
    await context.close()
  }, 300_000)
})
