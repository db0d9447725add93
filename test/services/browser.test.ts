// The browser of tests: a real one, with and without JavaScript, and a judge of accessibility that can say no.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults } from '../support/accessibility.ts'
import { freshVisitor, startBrowser } from './browser.ts'
import type { Look } from './browser.ts'

const pageOf = (body: string): string =>
  `<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>${body}</main></html>`

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

async function open(body: string, look: Look = {}) {
  const visitor = await freshVisitor(browser, look)
  const page = await visitor.newPage()
  await page.setContent(pageOf(body))
  return page
}

describe('The browser', () => {
  it('runs scripts, or none where it is told so', async () => {
    const body = '<p id="p">before</p><script>document.getElementById("p").textContent = "after"</script>'
    expect(await (await open(body)).textContent('#p')).toBe('after')
    expect(await (await open(body, { javaScript: false })).textContent('#p')).toBe('before')
  })

  it('shows a page in the theme and width that are wanted', async () => {
    const page = await open('', { theme: 'dark', width: 390 })
    expect(await page.evaluate('matchMedia("(prefers-color-scheme: dark)").matches')).toBe(true)
    expect(await page.evaluate('innerWidth')).toBe(390)
  })

  it('finds what is wrong for people who do not see a page', async () => {
    expect(await accessibilityFaults(await open('<label>Name <input></label>'))).toEqual([])
    const faults = await accessibilityFaults(await open('<input>'))
    expect(faults).toEqual([expect.stringContaining('label: Form elements must have labels')])
  })
})
