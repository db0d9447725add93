import type { Browser, BrowserContext, Page } from 'playwright-core'
import { freshVisitor } from '../browser.ts'
import type { Look } from '../browser.ts'
import type { Stage } from './stage.ts'

/** Somebody who has the console open. */
export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  /** What the browser has refused to do because of a policy, and what has thrown. */
  readonly complaints: readonly string[]
  /** Opens a screen anew. */
  open(where: string): Promise<void>
}

/** Long enough for a machine that has much else to do. */
const patience = 60_000

/** Opens a browser in which somebody is signed in. */
export async function visitAs(
  browser: Browser,
  stage: Pick<Stage, 'home' | 'signInAs'>,
  id: string,
  look: Look & { readonly locale?: string } = {},
): Promise<Visitor> {
  const context = await freshVisitor(browser, look)
  context.setDefaultTimeout(patience)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // A browser notes answers of 400 and more: those are meant.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(stage.signInAs(id))
  return {
    context,
    page,
    complaints,
    open: async (where) => {
      await page.goto('about:blank')
      await page.goto(`${stage.home}#/${where}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('.skeleton').waitFor({ state: 'detached' })
    },
  }
}
