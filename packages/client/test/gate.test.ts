// What people see, hear and reach of greyed-out elements, in a real browser in front of real answers.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { accessibilityFaults, rulesOfLooks } from '../../../test/support/accessibility.ts'
import { freshVisitor, startBrowser } from '../../../test/services/browser.ts'
import { until } from '../../../test/services/until.ts'
import { looks, takeLook } from '../../../test/services/sign-in/look.ts'
import { startApplication } from './support/application.ts'
import type { Application } from './support/application.ts'
import { everyElement, notice, start } from './support/every-element.ts'

const requires = 'Requires permission: Project › Create Project'

let browser: Browser
let application: Application
let context: BrowserContext
let complaints: string[]
beforeAll(async () => {
  application = await startApplication({
    pages: {
      '/every': everyElement,
      '/auto': `<main><h1>By itself</h1><button id="button" data-permission="project.create">Create</button>
        <button id="edit" data-permission="design.edit" data-resource="finance.cash_flow">Edit</button>
        <a id="some" href="/some" data-permission="design.view" data-some>Designs</a></main>
        <script type="module" src="/trilatch/auto.js"></script>`,
    },
    scripts: { '/notice.js': notice, '/start.js': start },
  })
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await application?.close()
})
beforeEach(() => {
  complaints = []
  application.arrivals.length = 0
})
afterEach(async () => {
  await context.close()
  // A policy without exceptions forbids nothing that is done here.
  if (complaints.length > 0) throw new Error(complaints.join('\n'))
})

async function open(who: string, path = '/every?carry'): Promise<Page> {
  context = await freshVisitor(browser)
  context.setDefaultTimeout(60_000)
  await context.addCookies([{ name: 'who', value: who, url: application.origin }])
  const page = await context.newPage()
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && !message.text().includes('503'))
      complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(application.origin + path)
  await page.waitForSelector('[data-gate]')
  return page
}

const tip = (page: Page) => page.locator('[role=tooltip]:popover-open')
const said = (page: Page): Promise<readonly string[]> => tip(page).allTextContents()
const attributes = (page: Page, id: string): Promise<Record<string, string>> =>
  page
    .locator(`#${id}`)
    .evaluate((element) =>
      Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value])),
    )

describe('What is greyed out', () => {
  it('says why on hover, and for as long as the pointer is on it or on what it says', async () => {
    const page = await open('fred')
    await page.hover('#button', { force: true })
    await until('the tooltip', async () => (await said(page)).join() === requires)
    const [button, bubble] = [await page.locator('#button').boundingBox(), await tip(page).boundingBox()]
    expect((bubble?.y ?? 0) - (button?.y ?? 0) - (button?.height ?? 0)).toBeLessThan(8)
    await tip(page).hover()
    expect(await said(page)).toEqual([requires])
    await page.hover('h1')
    await until('it to go', async () => (await said(page)).length === 0)
  })

  it('is reached with Tab alone, says why there, and stops with Escape', async () => {
    const page = await open('fred')
    const ids = await page.$$eval('[data-gate=shut]', (elements) =>
      elements.filter((one) => !one.matches('option, [type=radio]')).map(({ id }) => id),
    )
    expect(ids.length).toBeGreaterThan(20)
    await page.focus('#before')
    const reached = new Set<string>()
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Tab')
      const id = await page.evaluate('document.activeElement.closest("[data-gate=shut]")?.id')
      if (typeof id !== 'string') continue
      reached.add(id)
      expect(await said(page), id).toEqual([requires])
    }
    expect([...reached].toSorted()).toEqual(ids.toSorted())
    await page.focus('#button')
    await page.keyboard.press('Escape')
    expect(await said(page)).toEqual([])
  })

  it('says why at a touch, and stops at the next one elsewhere', async () => {
    const page = await open('fred')
    const touch = await browser.newContext({ hasTouch: true, viewport: { width: 390, height: 844 } })
    await touch.addCookies([{ name: 'who', value: 'fred', url: application.origin }])
    const phone = await touch.newPage()
    await phone.goto(`${application.origin}/every?carry`)
    await phone.waitForSelector('[data-gate]')
    await phone.tap('#link', { force: true })
    await until('the tooltip', async () => (await said(phone)).join() === requires)
    const box = await tip(phone).boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390)
    await phone.tap('h1')
    await until('it to go', async () => (await said(phone)).length === 0)
    await touch.close()
    await page.close()
  })

  it('is told to screen readers as what it is, and why', async () => {
    const page = await open('fred')
    for (const [id, role] of [
      ['button', 'button'],
      ['link', 'link'],
      ['checkbox', 'checkbox'],
      ['text', 'textbox'],
    ] as const) {
      const element = page.getByRole(role, { disabled: true }).and(page.locator(`#${id}`))
      expect(await element.count(), id).toBe(1)
      const ids = (await element.getAttribute('aria-describedby')) ?? ''
      expect(await page.locator(`[id="${ids}"]`).textContent(), id).toBe(requires)
    }
  })

  it('is found in order by axe in every theme and width, shut, open and while it says why', async () => {
    for (const who of ['fred', 'alice']) {
      const page = await open(who)
      for (const look of who === 'fred' ? looks : [looks[0], looks[2]]) {
        await takeLook(page, look)
        if (who === 'fred') await page.focus('#button')
        const where = `${who}, ${look.theme}, ${look.width}`
        // All rules once; those that another look can break in every look.
        const rules = look === looks[0] ? undefined : rulesOfLooks
        expect(await accessibilityFaults(page, rules), where).toEqual([])
        await page.evaluate('document.activeElement.blur()')
      }
      if (who === 'fred') await context.close()
    }
  })

  it('says so within a modal dialog too', async () => {
    const page = await open('fred')
    await page.evaluate(`{
      const dialog = document.createElement('dialog')
      dialog.innerHTML = '<button id="inside" data-permission="project.create">Inside</button>'
      document.querySelector('main').append(dialog)
      dialog.showModal()
    }`)
    await page.hover('#inside', { force: true })
    await until('the tooltip', async () => (await said(page)).join() === requires)
    await tip(page).hover()
    expect(await said(page)).toEqual([requires])
  })
})

describe('What may be used', () => {
  it('is as the application left it', async () => {
    const page = await open('alice')
    expect(await attributes(page, 'link')).toEqual({
      id: 'link',
      href: '/done/link',
      'data-permission': 'project.create',
      'data-gate': 'open',
    })
  })

  it('comes alive soon after the right is given, and goes when it is taken, as it was', async () => {
    const page = await open('fred')
    const shut = await attributes(page, 'link')
    expect(shut).toMatchObject({ 'data-gate': 'shut', 'aria-disabled': 'true', role: 'link', tabindex: '0' })
    expect(Object.keys(shut)).not.toContain('href')
    expect(await attributes(page, 'text')).toMatchObject({ readonly: '', 'aria-disabled': 'true' })
    await page.focus('#button')
    await application.manage.assign({ subject: 'fred', role: 'everything' })
    await page.waitForSelector('#link[data-gate=open]')
    expect(await attributes(page, 'link')).toMatchObject({ href: '/done/link', 'data-gate': 'open' })
    expect(await said(page)).toEqual([])
    await page.focus('#link')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/done/link')
    await page.goBack()
    await application.manage.unassign({ subject: 'fred', role: 'everything' })
    await page.waitForSelector('#link[data-gate=shut]')
    // Nothing was asked for about rights but by 304, except for the two changes.
    const statuses = application.at('/api/me/permissions').map(({ status }) => status)
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(3)
  })

  it('does when the application changes it meanwhile', async () => {
    const page = await open('fred')
    await page.evaluate(`{
      const link = document.getElementById('link')
      link.href = '/done/elsewhere'
      link.setAttribute('aria-describedby', 'plain')
      document.getElementById('text').setAttribute('aria-disabled', 'false')
    }`)
    await page.waitForSelector('#link:not([href])')
    const tipId = await page.locator('[role=tooltip]').first().getAttribute('id')
    await page.waitForSelector(`#link[aria-describedby="plain ${tipId}"]`)
    await page.waitForSelector('#text[aria-disabled=true]')
    await page.evaluate('gated()')
    expect(await attributes(page, 'link')).toEqual({
      id: 'link',
      href: '/done/elsewhere',
      'aria-describedby': 'plain',
      'data-permission': 'project.create',
    })
    expect((await attributes(page, 'text'))['aria-disabled']).toBe('false')
    expect(await page.$$('[role=tooltip], [data-gate]')).toEqual([])
    await page.click('#button')
    expect(await page.evaluate('deeds.length')).toBeGreaterThan(0)
  })
})

describe('Elements that come and change', () => {
  it('are greyed out as they come, in whatever comes with them, and come alive when they ask for something else', async () => {
    const page = await open('fred')
    await page.evaluate(`document.getElementById('late').innerHTML =
      '<p><button id="one" data-permission="design.edit" data-resource="finance.cash_flow">1</button>' +
      '<button id="two" data-permission="design.edit" data-resource="finance.secret">2</button></p>'`)
    await page.waitForSelector('#one[data-gate=open]')
    await page.waitForSelector('#two[data-gate=shut]')
    await page.evaluate(
      `document.getElementById('one').dataset.resource = 'hr.x'; document.getElementById('two').dataset.resource = 'finance.x'`,
    )
    await page.waitForSelector('#one[data-gate=shut]')
    await page.waitForSelector('#two[data-gate=open]')
    await page.evaluate(`document.getElementById('one').removeAttribute('data-permission')`)
    await page.waitForSelector('#one:not([data-gate]):not([aria-disabled])')
  })

  it('are asked about together', async () => {
    const page = await open('fred')
    application.arrivals.length = 0
    await page.evaluate(`document.getElementById('late').innerHTML = Array.from({ length: 60 }, (_, i) =>
      '<button data-permission="design.edit" data-resource="finance.' + i + '">x</button>').join('')`)
    await until('them all', async () => (await page.$$('#late [data-gate=open]')).length === 60)
    expect(application.at('/api/me/decisions').length).toBe(1)
  })

  it('in an open shadow root have a gate of their own', async () => {
    const page = await open('fred')
    await page.evaluate(`(async () => {
      const { gate } = await import('/trilatch/index.js')
      const root = document.getElementById('late').attachShadow({ mode: 'open' })
      root.innerHTML = '<button id="deep" data-permission="project.create">Deep</button>'
      root.getElementById('deep').addEventListener('click', () => deeds.push('deep'))
      gate(root, client)
    })()`)
    await page.waitForSelector('#deep[data-gate=shut]')
    await page.click('#deep', { force: true })
    expect(await tip(page).first().textContent()).toBe(requires)
    expect(await page.evaluate('deeds')).toEqual([])
  })
})

describe('Until it is known', () => {
  it('everything is greyed out; where it cannot be known too, and it says so', async () => {
    application.trouble.status = 503
    try {
      const page = await open('alice', '/every')
      await page.hover('#button', { force: true })
      await until(
        'the tooltip',
        async () => (await said(page)).join() === 'Your permissions cannot be checked now.',
      )
      await page.click('#link', { force: true })
      expect(await page.evaluate('deeds')).toEqual([])
      application.trouble.status = undefined
      await page.waitForSelector('#link[data-gate=open]')
    } finally {
      application.trouble.status = undefined
    }
  })
})

describe('A page without a program of its own', () => {
  it('is gated by what it carries, and asks nothing first', async () => {
    const page = await open('fred', '/auto?carry')
    const states = await page.$$eval('[data-permission]', (all) =>
      all.map((one) => [one.id, one.getAttribute('data-gate')]),
    )
    expect(states).toEqual([
      ['button', 'shut'],
      ['edit', 'open'],
      ['some', 'open'],
    ])
    expect(application.at('/api/me/permissions')).toEqual([])
  })

  it('is gated by what it asks where it carries nothing', async () => {
    const page = await open('fred', '/auto')
    await page.waitForSelector('#edit[data-gate=open]')
    expect(await page.locator('#button').getAttribute('data-gate')).toBe('shut')
  })
})
