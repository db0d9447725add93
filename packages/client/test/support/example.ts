// The Express example, as somebody with a browser has it.
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { makeApp } from '../../../../examples/express/src/app.ts'
import { freshVisitor } from '../../../../test/services/browser.ts'

/** Its pages, by what is behind `/pages`. */
export const examplePages = ['', '/designs', '/reports', '/dashboards', '/projects'] as const

/** The example, listening. */
export async function startExample() {
  const { app, authorizer, passwords } = await makeApp()
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  /** Fills in the form of the sign-in that is open, and sends it. */
  const fillIn = async (page: Page, who: string): Promise<void> => {
    await page.getByLabel('E-mail address').fill(`${who}@example.org`)
    await page.getByLabel('Password').fill(passwords.get(who) ?? '')
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  return {
    origin,
    fillIn,
    authorizer,
    /** A page of somebody who has signed in with the form, at the first page of the application. */
    async pageOf(browser: Browser, who: string): Promise<Page> {
      const context = await freshVisitor(browser)
      context.setDefaultTimeout(60_000)
      const page = await context.newPage()
      await page.goto(`${origin}/auth/sign-in?returnTo=/pages`)
      await fillIn(page, who)
      await page.waitForURL(`${origin}/pages`)
      return page
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await authorizer.close()
    },
  }
}
