// The console for somebody who has a keyboard and no mouse, and for somebody who speaks German.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from '../browser.ts'
import { visitAs } from './seen.ts'
import { startStage } from './stage.ts'
import type { Stage } from './stage.ts'

let browser: Browser
let stage: Stage
beforeAll(async () => {
  stage = await startStage()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

/** What has the focus: what it is called, and whether that can be seen. */
const focused = `(() => {
  const { activeElement } = document
  const { labels, innerText, placeholder } = activeElement
  const name = activeElement.getAttribute('aria-label') ?? labels?.[0]?.innerText ?? (innerText || placeholder || '')
  const seen = [activeElement, activeElement.closest('label')].some(
    (one) => one !== null && getComputedStyle(one).outlineStyle === 'solid')
  return [name.replace(/\\s+/g, ' ').trim(), seen]
})()`

const maxTabs = 60

/** Goes on with Tab until something of that name has the focus; it can be seen at every step. */
async function reach(page: Page, name: string | RegExp): Promise<void> {
  const unseen: string[] = []
  for (let tab = 0; tab < maxTabs; tab++) {
    await page.keyboard.press('Tab')
    const [found, seen] = await page.evaluate<[string, boolean]>(focused)
    if (!seen && !/^(?:Console|)$/.test(found)) unseen.push(found)
    if (typeof name === 'string' ? found === name : name.test(found)) {
      expect(unseen).toEqual([])
      return
    }
  }
  throw new Error(`${maxTabs} times Tab did not lead to ${name} on ${page.url()}`)
}

/** Where the focus has come back to, once a dialog has gone. */
async function focusIsOn(page: Page, name: string): Promise<void> {
  await expect
    .poll(async () => (await page.evaluate<[string, boolean]>(focused))[0], { timeout: 60_000 })
    .toBe(name)
}

const manage = () => stage.authorizer.manage('test')

describe('Somebody with a keyboard alone', { timeout: 240_000 }, () => {
  it('gives a permission: finds the role, moves in the tree, sets a state and saves it', async () => {
    const { page, open, context, complaints } = await visitAs(browser, stage, 'ada')
    await open('roles')
    await reach(page, 'Runner')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Runner' }).waitFor()
    await page.getByRole('treegrid').waitFor()
    await reach(page, 'Everything')
    await page.keyboard.press('ArrowDown')
    const focusedRow = page.locator('[role=row]:focus')
    await focusedRow.and(page.getByRole('row', { name: 'Project', exact: true })).waitFor()
    await page.keyboard.press('ArrowLeft')
    expect(await focusedRow.getAttribute('aria-expanded')).toBe('false')
    await page.getByRole('row', { name: 'Create Project', exact: true }).waitFor({ state: 'detached' })
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await focusedRow.and(page.getByRole('row', { name: 'Join Project', exact: true })).waitFor()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('g')
    const changes = page.getByRole('region', { name: /unsaved/ })
    await changes.waitFor()
    // The choice itself is reached too, and works as radio buttons do.
    await reach(page, 'Granted')
    await page.keyboard.press('ArrowRight')
    await changes
      .getByText('no effect changes')
      .or(changes.getByText(/another effect/))
      .waitFor()
    expect(await page.getByRole('row', { name: 'Project', exact: true }).innerText()).toContain('Forbidden')
    await page.keyboard.press('Escape')
    await focusedRow.and(page.getByRole('row', { name: 'Project', exact: true })).waitFor()
    await page.keyboard.press('ControlOrMeta+z')
    await page.keyboard.press('ControlOrMeta+s')
    await page.getByText('Permissions were saved.').waitFor()
    expect((await manage().role('runner')).role.rules).toContainEqual({
      permission: 'project',
      state: 'granted',
    })
    await page.keyboard.press('End')
    await focusedRow.and(page.getByRole('row', { name: 'View Health', exact: true })).waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('manages members, and comes back to where they began', async () => {
    const { page, open, context } = await visitAs(browser, stage, 'ada')
    await open('roles')
    await reach(page, 'Manage members: Writer')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Members of Writer' }).waitFor()
    await page.keyboard.type('ala')
    await page.getByRole('list', { name: 'People' }).getByText('Ada Lovelace').waitFor({ state: 'detached' })
    await reach(page, /^Alan Turing/)
    await page.keyboard.press('Space')
    await page.getByText('1 added').waitFor()
    await reach(page, 'OK')
    await page.keyboard.press('Enter')
    await page.getByText('Members of Writer were saved.').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await focusIsOn(page, 'Manage members: Writer')
    expect((await manage().members('writer')).items).toEqual(['alan', 'edsger', 'margaret'])
    // And once more: what the next write relies on is what there is now.
    await page.keyboard.press('Enter')
    await page.getByRole('list', { name: 'People' }).waitFor()
    await reach(page, /^Alan Turing/)
    await page.keyboard.press('Space')
    await reach(page, 'OK')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect((await manage().members('writer')).items).toEqual(['edsger', 'margaret'])
    await focusIsOn(page, 'Manage members: Writer')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByRole('menu').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('menu').waitFor({ state: 'detached' })
    // The other side: a name leads to its roles, and back.
    await open('users')
    await reach(page, 'Hedy Lamarr')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'Roles of Hedy Lamarr' }).waitFor()
    await page.keyboard.press('Escape')
    await focusIsOn(page, 'Hedy Lamarr')
    await context.close()
  })
})

describe('Somebody with a keyboard alone, among roles', { timeout: 240_000 }, () => {
  it('makes a role, searches in it by state, and deletes it', async () => {
    const { page, open, context, complaints } = await visitAs(browser, stage, 'ada')
    await open('roles')
    await reach(page, 'New role')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'New role' }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await focusIsOn(page, 'New role')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: 'New role' }).waitFor()
    await page.keyboard.type('Late Shift')
    await reach(page, 'Reader')
    await page.keyboard.press('Space')
    await reach(page, 'Create role')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Late Shift' }).waitFor()
    expect((await manage().role('late-shift')).role.inherits).toEqual(['reader'])
    await page.getByRole('treegrid').waitFor()
    await reach(page, 'Search by name')
    await page.keyboard.type('delete')
    await reach(page, 'Any')
    await page.keyboard.press('ArrowRight')
    await page.getByText('No permission matches').waitFor()
    await reach(page, 'Clear filters')
    await page.keyboard.press('Enter')
    await page.getByRole('row', { name: 'Join Project', exact: true }).waitFor()
    await open('roles/late-shift')
    await reach(page, 'Actions for Late Shift')
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem', { name: 'Delete' }).waitFor()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    await page.getByRole('alertdialog', { name: 'Delete role Late Shift?' }).waitFor()
    await reach(page, 'Delete role')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Roles' }).waitFor()
    await expect(manage().role('late-shift')).rejects.toMatchObject({ code: 'TRILATCH_ROLE_UNKNOWN' })
    expect(complaints).toEqual([])
    await context.close()
  })
})

describe('Somebody who speaks German', { timeout: 240_000 }, () => {
  it('has the whole page in German, and keeps it', async () => {
    const { page, open, context } = await visitAs(browser, stage, 'ada')
    await open('roles/writer')
    await page.getByRole('button', { name: 'Deutsch' }).click()
    await page.getByRole('columnheader', { name: 'Erwarteter Zustand' }).waitFor()
    await open('roles')
    expect(await page.evaluate('document.documentElement.lang')).toBe('de')
    expect(await page.title()).toBe('Rollen – Konsole')
    await page.getByRole('button', { name: 'Mitglieder verwalten: Writer' }).click()
    const dialog = page.getByRole('dialog', { name: 'Mitglieder von Writer' })
    await dialog.getByText('Grace Hopper').click()
    await dialog.getByText('1 dazu').waitFor()
    await dialog.getByRole('button', { name: 'Abbrechen' }).click()
    await open('users')
    await page.getByRole('button', { name: 'Aktionen für Hedy Lamarr' }).click()
    await page.getByRole('menuitem', { name: 'Rollen', exact: true }).click()
    await page.getByRole('dialog', { name: 'Rollen von Hedy Lamarr' }).waitFor()
    await page.getByRole('button', { name: 'Abbrechen' }).click()
    await open('roles')
    await page.getByRole('button', { name: 'Neue Rolle' }).click()
    await page.getByRole('textbox', { name: 'Titel' }).fill('Spätschicht')
    await page.getByRole('button', { name: 'Rolle anlegen' }).click()
    await page.getByRole('heading', { level: 1, name: 'Spätschicht' }).waitFor()
    await page
      .getByRole('radiogroup', { name: 'Zustand von Project', exact: true })
      .getByRole('radio', { name: 'Gewährt' })
      .press('Space')
    await page.getByRole('region', { name: '1 ungespeicherte Änderung' }).waitFor()
    await page.getByRole('link', { name: 'Benutzer' }).click()
    await page.getByText('1 Änderung ist nicht gespeichert und geht verloren.').waitFor()
    await page.getByRole('button', { name: 'Abbrechen' }).click()
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Vorschau' }).click()
    const preview = page.getByRole('dialog', { name: 'Was sich ändern wird' })
    await preview.getByText('Project › Join Project').waitFor()
    await preview.getByRole('button', { name: 'Speichern' }).click()
    await page.getByText('Die Rechte wurden gespeichert.').waitFor()
    await page
      .getByRole('group', { name: 'Zustand', exact: true })
      .getByRole('radio', { name: 'Verboten' })
      .press('Space')
    await page.getByText('Kein Recht passt').waitFor()
    await page.getByRole('button', { name: 'Aktionen für Spätschicht' }).click()
    await page.getByRole('menuitem', { name: 'Löschen' }).click()
    await page.getByRole('button', { name: 'Rolle löschen' }).click()
    await page.getByText('Die Rolle Spätschicht wurde gelöscht.').waitFor()
    const seen: string[] = []
    for (const where of ['users', 'groups', 'why', 'audit', 'mine']) {
      await open(where)
      seen.push(await page.getByRole('heading', { level: 1 }).innerText())
    }
    expect(seen).toEqual(['Benutzer', 'Gruppen', 'Warum?', 'Protokoll', 'Meine Rechte'])
    await context.close()
  })
})
