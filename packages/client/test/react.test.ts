// The parts for React, on the server and in a real browser.
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '@trilatch/client'
import { PermissionsProvider, Permitted } from '@trilatch/client/react'
import { freshVisitor, startBrowser } from '../../../test/services/browser.ts'
import { until } from '../../../test/services/until.ts'
import { startApplication } from './support/application.ts'
import type { Application } from './support/application.ts'
import { App } from './support/react-app.ts'

const requires = 'Requires permission: Project › Create Project'

/** The application of the test as a page loads it. */
async function bundled(): Promise<string> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL('support/react-main.ts', import.meta.url)),
    platform: 'browser',
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    resolve: { conditionNames: ['@trilatch/source', 'import', 'browser', 'default'] },
    onLog: () => {},
  })
  const { output } = await bundle.generate({ format: 'esm' })
  await bundle.close()
  return output[0].code
}

let browser: Browser
let application: Application
beforeAll(async () => {
  application = await startApplication({
    pages: { '/react': '<div id="root"></div><script type="module" src="/react.js"></script>' },
    scripts: { '/react.js': await bundled() },
  })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await application?.close()
})

async function open(who: string): Promise<{ readonly page: Page; readonly complaints: string[] }> {
  const context = await freshVisitor(browser)
  context.setDefaultTimeout(60_000)
  await context.addCookies([{ name: 'who', value: who, url: application.origin }])
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`${application.origin}/react?carry`)
  await page.waitForSelector('[data-gate]')
  return { page, complaints }
}

describe('In a browser', () => {
  it('greys out what may not be done, which nobody activates, and says why', async () => {
    const { page, complaints } = await open('fred')
    const create = page.locator('#create')
    expect(await create.getAttribute('aria-disabled')).toBe('true')
    await create.click({ force: true })
    await create.focus()
    await page.keyboard.press('Enter')
    expect(await page.textContent('#clicks')).toBe('0')
    expect(await page.locator('[role=tooltip]:popover-open').textContent()).toBe(requires)
    expect(await page.textContent('#text')).toBe(requires)
    expect(await page.locator('#hidden').count()).toBe(0)
    expect(await page.textContent('#instead')).toBe('Ask an administrator')
    expect(complaints).toEqual([])
    await page.context().close()
  })

  it('comes alive with the right, and follows the resource that it is about', async () => {
    const { page, complaints } = await open('fred')
    await page.waitForSelector('#edit[data-gate=open]')
    await page.click('#edit')
    expect(await page.textContent('#clicks')).toBe('1')
    // It goes on to finance.secret.
    await page.click('#next')
    await page.waitForSelector('#edit[data-gate=shut][aria-disabled=true]')
    await page.click('#edit', { force: true })
    expect(await page.textContent('#clicks')).toBe('1')
    await application.manage.assign({ subject: 'fred', role: 'everything' })
    await page.waitForSelector('#edit[data-gate=open]:not([aria-disabled])')
    await page.waitForSelector('#create[data-gate=open]:not([aria-disabled])')
    await page.waitForSelector('#hidden')
    await page.click('#create')
    expect(await page.textContent('#clicks')).toBe('2')
    await application.manage.unassign({ subject: 'fred', role: 'everything' })
    await page.waitForSelector('#create[data-gate=shut][aria-disabled=true]')
    await until('the text', async () => (await page.textContent('#text')) === requires)
    expect(complaints).toEqual([])
    await page.context().close()
  })
})

describe('On a server', () => {
  it('renders what the answers say, and greys out everything where it has none', async () => {
    const response = await fetch(`${application.origin}/page-data`, { headers: { cookie: 'who=fred' } })
    const page = (await response.json()) as NonNullable<Parameters<typeof createClient>[0]>['page']
    const known = renderToString(createElement(App, { client: createClient({ page }) }))
    expect(known).toMatch(
      /<button id="create" data-permission="project.create" data-gate="shut" aria-disabled="true"/,
    )
    expect(known).toMatch(
      /<button id="edit" data-permission="design.edit" data-resource="finance.cash_flow" data-gate="open"/,
    )
    expect(known).toContain(requires)
    const unknown = renderToString(createElement(App, { client: createClient() }))
    expect(unknown).toContain('Checking your permissions…')
    expect(unknown).not.toContain('data-gate="open"')
  })

  it('refuses a resource that is not there yet, and says so loudly without a provider', () => {
    const child = createElement('button')
    const late = createElement(Permitted, {
      permission: 'project.create',
      resource: undefined,
      children: child,
    })
    const client = createClient({ page: { permissions: { version: '1', permissions: [] } } })
    expect(renderToString(createElement(PermissionsProvider, { client, children: late }))).toContain(
      'data-resource="" data-gate="shut" aria-disabled="true"',
    )
    expect(() => renderToString(late)).toThrow('need a <PermissionsProvider client> above')
  })
})
