// The Express example with two people before it: what one gives on the console's page, the other's page obeys.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startExample } from '../../../packages/client/test/support/example.ts'
import { startBrowser } from '../browser.ts'
import { until } from '../until.ts'

let browser: Browser
let example: Awaited<ReturnType<typeof startExample>>
let erin: Page
let ada: Page
beforeAll(async () => {
  example = await startExample()
  browser = await startBrowser()
  ;[erin, ada] = await Promise.all([example.pageOf(browser, 'erin'), example.pageOf(browser, 'ada')])
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await example?.close()
})

/** Ticks a role of Erin's on the console's page, or takes the tick away. */
async function tick(role: string): Promise<void> {
  await ada.getByRole('button', { name: 'Roles: Erin', exact: true }).click()
  const dialog = ada.getByRole('dialog', { name: 'Roles of Erin' })
  await dialog.getByText(role, { exact: true }).click()
  await dialog.getByRole('button', { name: 'OK', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

it("a greyed-out button comes alive, and goes, as an administrator says on the console's own page", async () => {
  const create = erin.getByRole('button', { name: 'Create project' })
  const becomes = (gate: string) =>
    until(`the button to be ${gate}`, async () => (await create.getAttribute('data-gate')) === gate, {
      withinMs: 60_000,
    })
  let loads = 0
  await erin.goto(`${example.origin}/pages/projects`)
  erin.on('load', () => (loads += 1))
  await becomes('shut')
  await create.click({ force: true })
  expect(await erin.locator('[role=tooltip]:popover-open').textContent()).toBe(
    'Requires permission: Project › Create Project',
  )

  await ada.getByRole('link', { name: 'Administration' }).click()
  await ada.getByRole('link', { name: 'Users', exact: true }).click()
  await tick('Finance Lead')
  await becomes('open')
  await erin.getByLabel('Name of the project').fill('hermes')
  await create.click()
  await erin.getByRole('status').getByText('Done: created').waitFor()

  await tick('Finance Lead')
  await becomes('shut')
  const refused = await erin.evaluate<number>('fetch("/projects", { method: "POST" }).then((r) => r.status)')
  expect(refused).toBe(403)
  expect(loads, 'pages loaded anew').toBe(0)
  const { items } = await example.authorizer.manage('test').audit({ action: 'subject.roles' })
  expect(items.map(({ actor, target }) => [actor, target])).toEqual([
    ['ada', 'erin'],
    ['ada', 'erin'],
  ])
}, 240_000)

it('who is not signed in is sent from the console to the sign-in, and back', async () => {
  const stranger = await browser.newPage()
  await stranger.goto(`${example.origin}/admin/`)
  await stranger.getByLabel('Password').waitFor()
  expect(new URL(stranger.url()).searchParams.get('returnTo')).toBe('/admin/')
  await stranger.close()
})

it('whose session has ended is offered the sign-in by the console, and comes back to the same place', async () => {
  await ada.goto(`${example.origin}/admin/#/roles`)
  await ada.getByRole('heading', { level: 1, name: 'Roles' }).waitFor()
  await ada.context().clearCookies()
  await ada.getByRole('link', { name: 'Audit' }).click()
  await ada.getByText('You are not signed in').waitFor()
  const link = ada.getByRole('link', { name: 'Sign in' })
  const place = '/admin/#/audit'
  expect(await link.getAttribute('href')).toBe(`/auth/sign-in?returnTo=${encodeURIComponent(place)}`)
  await link.click()
  await example.fillIn(ada, 'ada')
  await ada.getByRole('heading', { level: 1, name: 'Audit' }).waitFor()
  expect(ada.url()).toBe(`${example.origin}${place}`)
}, 240_000)
