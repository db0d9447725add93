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
  context.setDefaultTimeout(20_000)
  await context.addCookies([{ name: 'who', value: who, url: application.origin }])
  return context
}

/** What can be seen of a page, and of what it did. */
async function seen(page: Page): Promise<string> {
  const state = await page.evaluate<string>('state()').catch(() => 'gone')
  const done = application.arrivals.filter(({ path }) => path.startsWith('/done/')).length
  return [state, page.url(), done, page.context().pages().length].join(' ')
}

async function open(context: BrowserContext, query: string): Promise<Page> {
  application.arrivals.length = 0
  const page = await context.newPage()
  await page.goto(`${application.origin}/every?${query}`)
  await page.waitForFunction('window.gated')
  return page
}

/** Does something, and waits for what comes of it: by two frames later it has happened, or a request is under way. */
async function use(page: Page, way: Means): Promise<void> {
  await way.use(page)
  const frames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'
  await page.evaluate(frames).catch(() => {})
}

describe.each([
  ['mouse, keys and scripts', means, false],
  ['a finger', touches, true],
] as const)('With %s', (_, ways, touch) => {
  it.each(['light', 'dark'] as const)(
    'nothing is done with what is greyed out (%s)',
    async (theme) => {
      const context = await visitorOf('fred', theme, touch)
      const page = await open(context, 'carry')
      const before = await seen(page)
      for (const way of ways) {
        await use(page, way)
        expect(await seen(page), way.name).toBe(before)
      }
      await context.close()
    },
    300_000,
  )

  it('each of it works where the permission is granted', async () => {
    const context = await visitorOf('alice', 'light', touch)
    const page = await open(context, 'carry&calm')
    for (const way of ways) {
      const before = await seen(page)
      await use(page, way)
      await until(`something to come of ${way.name}`, async () => (await seen(page)) !== before)
    }
    await context.close()
  }, 300_000)
})
