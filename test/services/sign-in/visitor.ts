import type { Browser, BrowserContext, Page } from 'playwright-core'
import { freshVisitor } from '../browser.ts'
import type { Look } from '../browser.ts'

/** Somebody at a keyboard, without a mouse. */
export interface Visitor {
  readonly context: BrowserContext
  readonly page: Page
  readonly look: Look
  /** What the browser has refused to do, or to show, because a page's policy forbids it. */
  readonly complaints: readonly string[]
  /** Opens a page. */
  open(url: string): Promise<void>
  /** Goes on with Tab until something of that name has the focus. */
  reach(name: string): Promise<void>
  /** Reaches a field, and types into it instead of what is there. */
  type(label: string, text: string): Promise<void>
  /** Reaches a button or a link, presses a key there, and waits for the page that comes. */
  press(name: string, key: 'Enter' | 'Space'): Promise<void>
}

const maxTabs = 20

/** What has the focus, by its label or its text. */
const focused = `(() => {
  const { labels, innerText } = document.activeElement
  return (labels?.[0]?.innerText ?? innerText).trim()
})()`

export async function visit(browser: Browser, look: Look): Promise<Visitor> {
  const context = await freshVisitor(browser, look)
  context.setDefaultTimeout(20_000)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    // A browser notes answers of 400 and more: those are meant.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const reach = async (name: string): Promise<void> => {
    for (let tab = 0; tab < maxTabs; tab++) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate(focused)) === name) return
    }
    throw new Error(`${maxTabs} times Tab did not lead to ${JSON.stringify(name)} on ${page.url()}`)
  }
  return {
    context,
    page,
    look,
    complaints,
    reach,
    open: async (url) => void (await page.goto(url)),
    type: async (label, text) => {
      await reach(label)
      await page.keyboard.press('ControlOrMeta+A')
      await page.keyboard.insertText(text)
    },
    press: async (name, key) => {
      await reach(name)
      const loaded = page.waitForEvent('domcontentloaded')
      await page.keyboard.press(key)
      await loaded
    },
  }
}
