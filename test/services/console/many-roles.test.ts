// More than a page of a list holds: what is chosen from, told apart by, or written back whole, must be all of it.
import type { IncomingMessage } from 'node:http'
import type { MappingRow } from '@trilatch/core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../browser.ts'
import { visitAs } from './seen.ts'
import type { Visitor } from './seen.ts'
import { startStage } from './stage.ts'
import type { Stage } from './stage.ts'

/** More than one page of roles, and as many mapping rows. */
const many = Array.from({ length: 205 }, (_, i) => `many-${String(i).padStart(3, '0')}`)
const rows: readonly MappingRow[] = many.map((role) => ({
  provider: 'gitlab',
  group: `acme/${role}`,
  roles: [role],
}))
const chiefs: MappingRow = { provider: 'gitlab', group: 'acme/chiefs', roles: ['zz-chief'] }

/** What happens before the next page of mapping rows is answered. */
let meanwhile: (() => Promise<unknown>) | undefined
const asksOn = ({ url = '' }: IncomingMessage): boolean => /\/api\/mappings\?.*after=/.test(url)

let browser: Browser
let stage: Stage
let ada: Visitor
beforeAll(async () => {
  stage = await startStage({
    roles: [
      ...many.map((id) => ({ id, title: `Many ${id.slice(-3)}`, rules: [] })),
      { id: 'zz-chief', title: 'Zz Chief', administrator: true, rules: [] },
    ],
    mappings: [...rows, chiefs],
    assignments: many.slice(0, 3).map((role) => ({ subject: 'hedy', role })),
    before: (request, _response, next) => {
      const first = asksOn(request) ? meanwhile : undefined
      if (first === undefined) return next()
      meanwhile = undefined
      void first().then(next)
    },
  })
  browser = await startBrowser()
  ada = await visitAs(browser, stage, 'ada')
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

describe('Where there is more than a page of a list', { timeout: 240_000 }, () => {
  it('the last role is offered to inherit', async () => {
    const { page, open } = ada
    await open('roles')
    await page.getByRole('button', { name: 'New role', exact: true }).click()
    await page.getByRole('checkbox', { name: 'Many 204' }).waitFor()
    await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  it('a group that leads to the last role is among those that make administrators, and none is missed that somebody moves on the way', async () => {
    const { page, open } = ada
    const manager = stage.authorizer.manage('somebody')
    // One less on the first page: by places, the first of the second page would never be met.
    const left = [...rows.slice(1), chiefs]
    meanwhile = async () => manager.replaceMappings(left, await manager.mappings())
    await open('groups')
    const part = page.locator('section.part', { hasText: 'Groups that make administrators' })
    await part.getByText('acme/chiefs', { exact: true }).waitFor()
    expect(meanwhile).toBeUndefined()
    const names = page.locator('section.part th[scope=row] .strong')
    // A hundred are drawn at once: two more times, and all of them are there.
    for (const drawn of [101, 201]) {
      await expect.poll(() => names.count(), { timeout: 60_000 }).toBe(drawn)
      await page.getByRole('button', { name: 'Show more' }).click()
    }
    await page.getByRole('button', { name: 'Show more' }).waitFor({ state: 'detached' })
    const shown = await names.allTextContents()
    expect(shown.toSorted()).toEqual(left.map(({ group }) => group).toSorted())
  })

  it('the last role is given to somebody, who keeps those of the pages before', async () => {
    const { page, open } = ada
    await open('users')
    await page.getByRole('button', { name: 'Roles: Hedy Lamarr', exact: true }).click()
    await page.getByText('Many 204', { exact: true }).click()
    await page.getByRole('button', { name: 'OK', exact: true }).click()
    await page.getByText('Roles of Hedy Lamarr were saved.').waitFor()
    const { roles } = await stage.authorizer.manage('test').rolesOf('hedy')
    expect(roles).toEqual([...many.slice(0, 3), 'many-204'])
  })
})
