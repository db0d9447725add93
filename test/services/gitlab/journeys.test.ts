// Signing in with GitLab in a real browser, by somebody who has a keyboard and no mouse.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  mounted,
  startEndingSessions,
  startMounted,
  startWithPassport,
  withPassport,
} from '../../../packages/auth-gitlab/test/kit/running.ts'
import type { Beside } from '../../../packages/auth-gitlab/test/kit/running.ts'
import { startBrowser } from '../browser.ts'
import { visit } from '../sign-in/visitor.ts'
import type { Visitor } from '../sign-in/visitor.ts'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser?.close())

async function atGitLab(visitor: Visitor, username: string, button: 'Sign in' | 'Cancel'): Promise<void> {
  await visitor.page.getByRole('heading', { name: 'GitLab' }).waitFor()
  await visitor.type('Username', username)
  await visitor.press(button, 'Enter')
}

const me = (visitor: Visitor): Promise<string> => visitor.page.innerText('body')

// Nest on Fastify, and Passport on the other two, are walked without a browser: packages/auth-gitlab/test/journeys.test.ts.
describe.each(mounted.slice(0, 3))('In Chromium, on %s, somebody', (_name, start) => {
  let beside: Beside
  beforeAll(async () => {
    beside = await startMounted(start)
  })
  afterAll(() => beside?.close())

  it('signs in with GitLab by a button, and comes where they wanted', async () => {
    const visitor = await visit(browser, { javaScript: false })
    await visitor.open(`${beside.origin}/auth/sign-in?returnTo=%2Fme`)
    await visitor.press('Sign in with GitLab', 'Enter')
    await atGitLab(visitor, 'ann', 'Sign in')
    await visitor.page.waitForURL(`${beside.origin}/me`)
    expect(await me(visitor)).toMatch(/[\w-]{36}/)
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })

  it('thinks better of it, and then signs in and out', async () => {
    const visitor = await visit(browser, { javaScript: false })
    await visitor.open(`${beside.origin}/auth/sign-in`)
    await visitor.press('Sign in with GitLab', 'Enter')
    await atGitLab(visitor, 'ann', 'Cancel')
    await visitor.page.waitForURL(`${beside.origin}/auth/callback/gitlab?**`)
    expect(await visitor.page.getByRole('alert').innerText()).toBe('You were not signed in.')
    await visitor.press('Sign in with GitLab', 'Enter')
    await atGitLab(visitor, 'ann', 'Sign in')
    await visitor.page.waitForURL(`${beside.origin}/me`)
    await visitor.open(`${beside.origin}/auth/`)
    await visitor.press('Sign out', 'Space')
    await visitor.open(`${beside.origin}/me`)
    expect(await me(visitor)).toContain('null')
    expect(visitor.complaints).toEqual([])
    await visitor.context.close()
  })
})

describe.each(mounted.slice(0, 1))(
  'In Chromium, on %s, somebody whose provider ends its own session',
  (_, start) => {
    let beside: Beside
    beforeAll(async () => {
      beside = await startEndingSessions(start)
    })
    afterAll(() => beside?.close())

    it('signs out here and there, and is asked who they are when they sign in again', async () => {
      const visitor = await visit(browser, { javaScript: false })
      await visitor.open(`${beside.origin}/auth/sign-in`)
      await visitor.press('Sign in with GitLab', 'Enter')
      await atGitLab(visitor, 'ann', 'Sign in')
      await visitor.page.waitForURL(`${beside.origin}/me`)
      await visitor.open(`${beside.origin}/auth/`)
      await visitor.press('Sign out', 'Enter')
      await visitor.page.getByRole('heading', { name: 'Sign out of GitLab?' }).waitFor()
      await visitor.press('Sign out', 'Enter')
      await visitor.page.waitForURL(`${beside.origin}/auth/sign-in`)
      expect(await me(visitor)).toContain('You have signed out.')
      await visitor.press('Sign in with GitLab', 'Enter')
      await visitor.page.getByLabel('Username').waitFor()
      expect(visitor.complaints).toEqual([])
      await visitor.context.close()
    })
  },
)

describe.each(withPassport.slice(0, 1))('In Chromium, with %s, somebody', (_, start) => {
  let beside: Beside
  beforeAll(async () => {
    beside = await startWithPassport(start)
  })
  afterAll(() => beside?.close())

  it('signs in with GitLab', async () => {
    const visitor = await visit(browser, {})
    await visitor.open(`${beside.origin}/me`)
    await visitor.page.evaluate(
      "document.body.innerHTML = '<form method=post action=/away><button>Away</button></form>'",
    )
    await visitor.press('Away', 'Enter')
    await atGitLab(visitor, 'ann', 'Sign in')
    await visitor.page.waitForURL((url) => url.origin === beside.origin)
    await visitor.open(`${beside.origin}/me`)
    expect(await me(visitor)).toMatch(/[\w-]{36}/)
    await visitor.context.close()
  })
})
