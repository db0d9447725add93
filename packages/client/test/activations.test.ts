// Whatever somebody tries with a greyed-out element, nothing happens; where the permission is granted, each of it works.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshVisitor, startBrowser } from '../../../test/services/browser.ts'
import { until } from '../../../test/services/until.ts'
import { startApplication } from './support/application.ts'
import type { Application } from './support/application.ts'
import { everyElement, notice, start } from './support/every-element.ts'
import { means, touches } from './support/means.ts'
import type { Means } from './support/means.ts'

let browser: Browser
let application: Application
beforeAll(async () => {
  application = await startApplication({
    pages: { '/every': everyElement },
    scripts: { '/notice.js': notice, '/start.js': start },
  })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await application?.close()
})

/** A browser in which somebody is signed in. */
async function visitorOf(who: string, theme: 'light' | 'dark', touch: boolean): Promise<BrowserContext> {
  const look = { theme, width: 1440 } as const
  const context = touch
    ? await browser.newContext({ colorScheme: theme, hasTouch: true, viewport: { width: 390, height: 844 } })
    : await freshVisitor(browser, look)
  context.setDefaultTimeout(60_000)
  await context.addCookies([{ name: 'who', value: who, url: application.origin }])
  return context
}

/** What can be seen of a page, and of what it did. */
async function seen(page: Page): Promise<string> {
  const state = await page.evaluate<string>('state()').catch(() => 'gone')
  const done = application.arrivals.filter(({ path }) => path.startsWith('/done/')).length
  return [state, page.url(), done, page.context().pages().length].join(' ')
}

/** Opens the page and does something there; what could be seen before and after. */
async function used(context: BrowserContext, { use }: Means): Promise<readonly [string, string]> {
  application.arrivals.length = 0
  const page = await context.newPage()
  await page.goto(`${application.origin}/every?carry`)
  await page.waitForFunction('window.stop')
  const before = await seen(page)
  await use(page)
  // Whatever is to come has come after two frames, or it is a request that is under way by then.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))').catch(() => {})
  const after = await seen(page)
  for (const one of context.pages()) await one.close()
  return [before, after]
}

describe.each([
  ['mouse, keys and scripts', means, false],
  ['a finger', touches, true],
] as const)('With %s', (_, ways, touch) => {
  it.each(['light', 'dark'] as const)('nothing is done with what is greyed out (%s)', async (theme) => {
    const context = await visitorOf('fred', theme, touch)
    for (const way of ways) {
      const [before, after] = await used(context, way)
      expect(after, way.name).toBe(before)
    }
    await context.close()
  }, 300_000)

  it('each of it works where the permission is granted', async () => {
    const context = await visitorOf('alice', 'light', touch)
    for (const way of ways) {
      await until(`something to come of ${way.name}`, async () => {
        const [before, after] = await used(context, way)
        return after !== before
      })
    }
    await context.close()
  }, 300_000)
})
