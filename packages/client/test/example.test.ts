// The pages of the Express example, without any framework, as an ordinary user and an administrator have them.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accessibilityFaults, rulesOfLooks } from '../../../test/support/accessibility.ts'
import { startBrowser } from '../../../test/services/browser.ts'
import { until } from '../../../test/services/until.ts'
import { looks, takeLook } from '../../../test/services/sign-in/look.ts'
import { examplePages, startExample } from './support/example.ts'

let browser: Browser
let example: Awaited<ReturnType<typeof startExample>>
beforeAll(async () => {
  example = await startExample()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await example?.close()
})

/** Everything that can be gated on a page: what it is called, and how it stands. */
const states = (page: Page): Promise<Record<string, string | null>> =>
  page.$$eval('[data-permission]', (all) =>
    Object.fromEntries(
      all.map((one) => [one.ariaLabel ?? one.textContent?.trim() ?? '', one.getAttribute('data-gate')]),
    ),
  )

describe('An ordinary user', () => {
  it('finds greyed out, on each page, what they may not do, in order by axe in both themes and widths', async () => {
    const page = await example.pageOf(browser, 'erin')
    const complaints: string[] = []
    page.on('console', (message) => complaints.push(message.text()))
    const seen: Record<string, string | null> = {}
    for (const path of examplePages) {
      await page.goto(`${example.origin}/pages${path}`)
      Object.assign(seen, await states(page))
      for (const look of [looks[0], looks[2]]) {
        await takeLook(page, look)
        const where = `${path}, ${look.theme}, ${look.width}`
        const rules = look === looks[0] ? undefined : rulesOfLooks
        expect(await accessibilityFaults(page, rules), where).toEqual([])
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), where).toBe(true)
      }
    }
    expect(complaints).toEqual([])
    expect(seen).toMatchObject({
      Designs: 'open',
      'Edit marketing.funnel': 'shut',
      'Run marketing.campaigns': 'open',
      'Run growth.weekly_signups': 'shut',
      'Create project': 'shut',
      'Delete apollo': 'shut',
    })
    await page.context().close()
  }, 120_000)

  it('is told why, in the words of the server, and gets no further by Enter', async () => {
    const page = await example.pageOf(browser, 'erin')
    const requests: string[] = []
    page.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`))
    await page.goto(`${example.origin}/pages/projects`)
    await page.getByLabel('Name of the project').fill('hermes')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Create project' }).click({ force: true })
    const said = await page.locator('[role=tooltip]:popover-open').textContent()
    expect(requests.filter((one) => one.startsWith('POST'))).toEqual([])
    const refused = await page.evaluate<{ detail: string }>(
      'fetch("/projects", { method: "POST" }).then((r) => r.json())',
    )
    expect(said).toBe('Requires permission: Project › Create Project')
    expect(said).toBe(refused.detail)
    await page.context().close()
  })

  it('does it as soon as an administrator has given the right', async () => {
    const page = await example.pageOf(browser, 'erin')
    await page.goto(`${example.origin}/pages/projects`)
    const create = page.getByRole('button', { name: 'Create project' })
    expect(await create.getAttribute('data-gate')).toBe('shut')
    const assignment = { subject: 'erin', role: 'finance-lead' }
    await example.authorizer.manage('ada').assign(assignment)
    await until('the button to come alive', async () => (await create.getAttribute('data-gate')) === 'open')
    await page.getByLabel('Name of the project').fill('hermes')
    await page.keyboard.press('Enter')
    await until(
      'it to be done',
      async () => (await page.getByRole('status').textContent()) === 'Done: created',
    )
    await example.authorizer.manage('ada').unassign(assignment)
    await page.context().close()
  })
})

it('an administrator finds nothing greyed out', async () => {
  const page = await example.pageOf(browser, 'ada')
  for (const path of examplePages) {
    await page.goto(`${example.origin}/pages${path}`)
    expect(new Set(Object.values(await states(page))), path).toEqual(new Set(['open']))
  }
  await page.context().close()
})
