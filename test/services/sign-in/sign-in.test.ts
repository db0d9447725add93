// The pages of the sign-in, walked in a real browser by somebody who has a keyboard and no mouse.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../browser.ts'
import { startDoor } from './door.ts'
import type { Door } from './door.ts'
import { visit } from './visitor.ts'
import type { Visitor } from './visitor.ts'

let browser: Browser
let door: Door
beforeAll(async () => {
  door = await startDoor()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await door?.close()
})

const at = (path: string): string => door.origin + path
const heading = (visitor: Visitor): Promise<string | null> => visitor.page.textContent('h1')
const said = (visitor: Visitor, role: 'alert' | 'status'): Promise<string> =>
  visitor.page.getByRole(role).innerText()

/** Nothing on a page is wider than it, and nothing was forbidden. What axe says of each page is in the test of the gallery. */
async function expectFine({ page, complaints }: Visitor): Promise<void> {
  const where = `${page.url()} ${await page.title()}`
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), where).toBe(true)
  expect(complaints, where).toEqual([])
}

async function signIn(visitor: Visitor, email: string, password: string): Promise<void> {
  await visitor.type('E-mail address', email)
  await visitor.type('Password', password)
  await visitor.press('Sign in', 'Enter')
}

/** With JavaScript and without, each narrow and wide, light and dark. */
const looks = [
  { javaScript: false, theme: 'light', width: 390 },
  { javaScript: false, theme: 'dark', width: 1440 },
  { javaScript: true, theme: 'dark', width: 390 },
  { javaScript: true, theme: 'light', width: 1440 },
] as const

describe.each(looks)('Somebody (JavaScript: $javaScript, $theme, $width pixels)', (look) => {
  it('registers with an invitation, changes the password, and signs out, here and everywhere', async () => {
    const visitor = await visit(browser, look)
    const email = `p${looks.indexOf(look)}@example.org`
    const [first, second] = ['a sentence of my own', 'another one of mine']

    await visitor.open(at(`/auth/register?invitation=${await door.invite()}&returnTo=%2Freports`))
    await expectFine(visitor)
    await visitor.type('E-mail address', email)
    await visitor.type('Password', 'password')
    await visitor.press('Register', 'Enter')
    // What is wrong is said at the field that it is about, which has the focus.
    const field = visitor.page.getByLabel('Password')
    expect(await visitor.page.title()).toBe('Error: Register – Meltano')
    expect(await said(visitor, 'alert')).toContain('Please choose another one.')
    const described = (await field.getAttribute('aria-describedby'))?.split(' ') ?? []
    expect(described).toContain(await visitor.page.getByRole('alert').getAttribute('id'))
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    expect(await visitor.page.locator(':focus').getAttribute('name')).toBe('password')
    expect(await field.inputValue()).toBe('')
    expect(await visitor.page.getByLabel('E-mail address').inputValue()).toBe(email)
    await expectFine(visitor)
    await visitor.page.keyboard.type(first)
    await visitor.press('Register', 'Space')
    expect(new URL(visitor.page.url()).pathname).toBe('/reports')

    await visitor.open(at('/auth/'))
    expect(await heading(visitor)).toBe('Your account')
    await expectFine(visitor)
    await visitor.press('Change password', 'Enter')
    await expectFine(visitor)
    await visitor.type('Current password', 'not this one')
    await visitor.type('New password', second)
    await visitor.press('Change password', 'Enter')
    expect(await visitor.page.getByRole('alert').count()).toBe(1)
    await expectFine(visitor)
    await visitor.type('Current password', first)
    await visitor.type('New password', second)
    await visitor.press('Change password', 'Space')
    expect(await said(visitor, 'status')).toContain('Your password has been changed')
    await expectFine(visitor)
    await visitor.page.reload()
    expect(await visitor.page.getByRole('status').count()).toBe(0)

    await visitor.press('Sign out', 'Space')
    expect(await said(visitor, 'status')).toBe('You have signed out.')
    await expectFine(visitor)
    await visitor.open(at('/reports'))
    expect(new URL(visitor.page.url()).pathname).toBe('/auth/sign-in')
    await signIn(visitor, email, second)
    await visitor.open(at('/auth/'))
    await visitor.press('Sign out everywhere', 'Enter')
    expect(await said(visitor, 'status')).toBe('You have signed out everywhere.')
    await visitor.context.close()
  })

  it('signs in with a wrong password and then the right one, and comes where they wanted', async () => {
    const visitor = await visit(browser, look)
    await visitor.open(at('/auth/sign-in?returnTo=%2Freports'))
    await expectFine(visitor)
    await signIn(visitor, door.email, 'not this one')
    expect(await visitor.page.title()).toBe('Error: Sign in – Meltano')
    expect(await said(visitor, 'alert')).toBe('The e-mail address or the password is not right.')
    expect(await visitor.page.getByLabel('E-mail address').inputValue()).toBe(door.email)
    await expectFine(visitor)
    await signIn(visitor, door.email, door.password)
    expect(visitor.page.url()).toBe(at('/reports'))
    expect(await heading(visitor)).toBe('Reports of ada')
    await visitor.open(at('/auth/nothing'))
    expect(await heading(visitor)).toBe('Not found')
    await expectFine(visitor)
    await visitor.context.close()
  })
})

describe('A browser', () => {
  it('signs in elsewhere by a button, and comes back to where its owner wanted', async () => {
    const visitor = await visit(browser, { javaScript: false })
    await visitor.open(at('/auth/sign-in?returnTo=%2Freports'))
    await visitor.press('Sign in with Acme', 'Enter')
    await visitor.page.waitForURL('**/reports')
    expect(await heading(visitor)).toMatch(/^Reports of /)
    await visitor.open(at('/auth/'))
    expect(await visitor.page.textContent('main')).toContain('One of Acme')
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })

  it('loses its session when its owner signs out everywhere in another one', async () => {
    const [here, there] = [await visit(browser, {}), await visit(browser, {})]
    for (const visitor of [here, there]) {
      await visitor.open(at('/auth/sign-in'))
      await signIn(visitor, door.email, door.password)
    }
    await here.open(at('/auth/'))
    await here.press('Sign out everywhere', 'Enter')
    await there.open(at('/reports'))
    expect(await heading(there)).toBe('Sign in')
    await here.context.close()
    await there.context.close()
  })

  it('is told by the pages to run nothing and to load nothing from elsewhere', async () => {
    const visitor = await visit(browser, {})
    await visitor.open(at('/auth/sign-in'))
    await visitor.page.evaluate(`new Promise((done) => {
      document.addEventListener('securitypolicyviolation', done, { once: true })
      const script = document.createElement('script')
      script.textContent = 'document.title = "run"'
      document.head.append(script)
    })`)
    expect(await visitor.page.title()).toBe('Sign in – Meltano')
    // So a violation is seen where there is one.
    expect(visitor.complaints).toEqual([expect.stringContaining('Content Security Policy')])
    await visitor.context.close()
  })
})
