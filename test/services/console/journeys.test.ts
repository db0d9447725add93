// The dialogs of the console, each from start to finish in a real browser, on Express and a store in memory.
import helmet from 'helmet'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '@trilatch/core'
import { startBrowser } from '../browser.ts'
import { manyPermissions, manyRoles } from './many.ts'
import { scrolled } from './scrolled.ts'
import type { Scrolled } from './scrolled.ts'
import { startStage } from './stage.ts'
import type { Stage } from './stage.ts'
import { visitAs } from './seen.ts'
import type { Visitor } from './seen.ts'

let browser: Browser
let stage: Stage
let ada: Visitor
beforeAll(async () => {
  // An application's own protection, as strict as it comes: the page holds to it, and to its own.
  stage = await startStage({
    before: helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'self'"] } } }),
  })
  browser = await startBrowser()
  ada = await visitAs(browser, stage, 'ada')
})
afterAll(async () => {
  await browser?.close()
  await stage?.close()
})

const manage = () => stage.authorizer.manage('test')
const roleOf = async (id: string) => (await manage().role(id)).role
const dialog = (page: Page) => page.getByRole('dialog').or(page.getByRole('alertdialog'))
const closed = (page: Page) => dialog(page).waitFor({ state: 'detached' })
const said = (page: Page, text: string) => page.getByRole('status').getByText(text).waitFor()
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const state = (page: Page, title: string, word: string) =>
  page
    .getByRole('radiogroup', { name: `State of ${title}`, exact: true })
    .getByRole('radio', { name: word })
    .press('Space')
const choose = (page: Page, group: string, word: string) =>
  page.getByRole('group', { name: group, exact: true }).getByRole('radio', { name: word }).press('Space')
const act = async (page: Page, name: string, entry: string): Promise<void> => {
  await press(page, `Actions for ${name}`)
  await page.getByRole('menuitem', { name: entry }).click()
}

describe('An administrator', { timeout: 240_000 }, () => {
  it('adds a role, changes, copies and deletes it, and nothing is done by Cancel', async () => {
    const { page, open } = ada
    await open('roles')
    await press(page, 'New role')
    await page.getByRole('textbox', { name: 'Title' }).fill('Night Shift')
    await press(page, 'Cancel')
    await closed(page)
    await press(page, 'New role')
    await press(page, 'Create role')
    await page.getByText('Please fill this in.').waitFor()
    await page.getByRole('textbox', { name: 'Title' }).fill('Night Shift')
    expect(await page.getByRole('textbox', { name: 'Id' }).inputValue()).toBe('night-shift')
    await page.getByText('Runner', { exact: true }).last().click()
    await page.getByRole('textbox', { name: 'Title' }).press('Enter')
    await page.getByRole('heading', { level: 1, name: 'Night Shift' }).waitFor()
    expect(await roleOf('night-shift')).toEqual({
      id: 'night-shift',
      title: 'Night Shift',
      inherits: ['runner'],
      rules: [],
    })

    await act(page, 'Night Shift', 'Edit')
    await page.getByRole('textbox', { name: 'Description' }).fill('Runs what runs at night.')
    await press(page, 'Save')
    await closed(page)
    await page.getByText('Runs what runs at night.').waitFor()
    await act(page, 'Night Shift', 'Copy')
    await press(page, 'Create role')
    await page.getByRole('heading', { level: 1, name: 'Copy of Night Shift' }).waitFor()
    expect(await roleOf('copy-of-night-shift')).toMatchObject({ inherits: ['runner'] })

    await open('roles')
    await act(page, 'Copy of Night Shift', 'Delete')
    await press(page, 'Cancel')
    await closed(page)
    await act(page, 'Copy of Night Shift', 'Delete')
    await press(page, 'Delete role')
    await said(page, 'Role Copy of Night Shift was deleted.')
    const left = (await manage().roles()).map(({ role }) => role.id)
    expect(left).toContain('night-shift')
    expect(left).not.toContain('copy-of-night-shift')
  })

  it('ticks who has a role, where nothing changes until OK, and sees who has it in another way', async () => {
    const { page, open } = ada
    await open('roles')
    const members = async () => (await manage().members('finance-analyst')).items
    const people = () => page.getByRole('list', { name: 'People' })
    await press(page, 'Manage members: Finance Analyst')
    await people().getByText('has it by the group acme/finance').waitFor()
    await people().getByText('has it within finance.eu.*').waitFor()
    await people().getByText('Alan Turing').click()
    await press(page, 'Cancel')
    await closed(page)
    expect(await members()).toEqual(['grace'])

    await act(page, 'Finance Analyst', 'Manage members')
    await people().getByText('Grace Hopper').click()
    await page.getByRole('searchbox', { name: 'Search people' }).fill('marg')
    await people().getByText('Alan Turing').waitFor({ state: 'detached' })
    await people().getByText('Margaret Hamilton').click()
    await dialog(page).getByText('1 added, 1 removed').waitFor()
    expect(await members()).toEqual(['grace'])
    await press(page, 'OK')
    await said(page, 'Members of Finance Analyst were saved.')
    expect(await members()).toEqual(['margaret'])
    // What was given within a scope stays.
    expect((await manage().rolesOf('katherine')).assignments).toEqual([
      { role: 'finance-analyst', scope: 'finance.eu.*' },
    ])

    // A member who is no user is shown as such, and can be taken out.
    await manage().assign({ subject: 'ghost-7', role: 'finance-analyst' })
    await press(page, 'Manage members: Finance Analyst')
    const ghost = people().getByRole('listitem').filter({ hasText: 'ghost-7' })
    await ghost.getByText('not among the users').waitFor()
    await ghost.getByRole('checkbox').press('Space')
    await press(page, 'OK')
    await closed(page)
    expect(await members()).toEqual(['margaret'])
  })

  it('gives somebody several roles from the side of the user, and keeps the ticks where somebody else was faster', async () => {
    const { page, open } = ada
    await open('users')
    // By the word in the menu, by the picture beside it, and by the name itself.
    await act(page, 'Hedy Lamarr', 'Roles')
    await press(page, 'Cancel')
    await closed(page)
    await press(page, 'Roles: Hedy Lamarr')
    await press(page, 'Cancel')
    await closed(page)
    await press(page, 'Hedy Lamarr')
    const roles = page.getByRole('list', { name: 'Roles' })
    await roles.getByText('has it within eu.*').waitFor()
    await roles.getByText('Scheduler', { exact: true }).click()
    await manage().assign({ subject: 'hedy', role: 'writer' })
    await press(page, 'OK')
    await dialog(page).getByText('Somebody else has changed this meanwhile').waitFor()
    expect((await manage().rolesOf('hedy')).roles).toEqual(['writer'])
    await press(page, 'OK')
    await said(page, 'Roles of Hedy Lamarr were saved.')
    expect((await manage().rolesOf('hedy')).roles).toEqual(['scheduler', 'writer'])
  })

  it('sets states in the tree, sees what that does below before it is saved, and undoes and saves it', async () => {
    const { page, open } = ada
    await open('roles/finance-analyst')
    await state(page, 'Project', 'Granted')
    const changes = page.getByRole('region', { name: /unsaved/ })
    await changes.getByText('5 permissions get another effect').waitFor()
    await state(page, 'Create Project', 'Forbidden')
    await changes.getByText('2 unsaved changes').waitFor()
    await changes.getByText('4 permissions get another effect').waitFor()
    await press(page, 'Undo')
    await changes.getByText('1 unsaved change', { exact: true }).waitFor()
    await state(page, 'Delete Project', 'Forbidden')
    await press(page, 'Preview')
    const effects = dialog(page).getByRole('listitem').getByText('Project ›', { exact: false })
    await effects.first().waitFor()
    expect(await effects.allInnerTexts()).toEqual([
      'Project › Delete Project',
      'Project › Join Project',
      'Project › Update Project Group',
      'Project › Create Project',
    ])
    await dialog(page).getByRole('button', { name: 'Save' }).click()
    await said(page, 'Permissions were saved.')
    const { rules } = await roleOf('finance-analyst')
    expect(rules.filter(({ permission }) => permission.startsWith('project'))).toEqual([
      { permission: 'project', state: 'granted' },
      { permission: 'project.delete', state: 'forbidden' },
    ])
  })

  it('adds a context, tests it on names before, and takes it away again', async () => {
    const { page, open } = ada
    await open('roles/night-shift')
    const rules = async () => (await roleOf('night-shift')).rules
    const add = () => page.getByRole('button', { name: 'Add a context to View Job' })
    await add().click({ force: true })
    const [context, names] = [
      page.getByRole('textbox', { name: 'Context' }),
      page.getByRole('textbox', { name: /Which of these names match/ }),
    ]
    await context.fill('night.[')
    await names.fill('night.1\nday.1\n../x')
    await dialog(page).getByText('the class is not closed').waitFor()
    await context.fill('night.*')
    const tested = dialog(page).getByRole('listitem')
    await tested.getByText('no proper name').waitFor()
    expect(await tested.allInnerTexts()).toEqual([
      expect.stringMatching(/^night\.1\s+matches$/),
      expect.stringMatching(/^day\.1\s+does not match$/),
      expect.stringMatching(/^\.\.\/x\s+no proper name$/),
    ])
    await press(page, 'Add')
    const changes = page.getByRole('region', { name: /unsaved/ })
    await changes.getByText('1 permission gets another effect').waitFor()
    await press(page, 'Preview')
    const effect = dialog(page).getByRole('listitem').last()
    await expect
      .poll(async () => (await effect.innerText()).replace(/\s+/g, ' '), { timeout: 30_000 })
      .toMatch(/^Job › View Job in night\.\* .*Forbidden.*Granted$/)
    await dialog(page).getByRole('button', { name: 'Cancel' }).click()
    await closed(page)
    await press(page, 'Save')
    await said(page, 'Permissions were saved.')
    expect(await rules()).toEqual([{ permission: 'job.view', state: 'granted', context: 'night.*' }])
    await state(page, 'View Job in night.*', 'Unspecified')
    await page.getByText('will be removed').waitFor()
    await press(page, 'Save')
    await page.getByText('will be removed').waitFor({ state: 'detached' })
    expect(await rules()).toEqual([])
  })

  it('searches by name, state and expected state, and sees what stands above', async () => {
    const { page, open } = ada
    await open('roles/writer')
    const titles = async () =>
      (await page.getByRole('rowheader').allInnerTexts()).map((text) => text.split('\n')[0]?.trim())
    await page.getByRole('searchbox').fill('delete')
    await page.getByRole('rowheader', { name: /^Join Project/ }).waitFor({ state: 'detached' })
    await choose(page, 'State', 'Forbidden')
    await page.getByRole('rowheader', { name: /^Delete Roles/ }).waitFor({ state: 'detached' })
    const found = ['Everything', 'Project', 'Delete Project', 'Job', 'Delete Job']
    expect((await titles()).slice(0, 5)).toEqual(found)
    await choose(page, 'Expected state', 'Forbidden')
    await page.getByText('No permission matches').waitFor()
    await press(page, 'Clear filters')
    await page.getByRole('rowheader', { name: /^Join Project/ }).waitFor()
  })

  it('who was overtaken by another one sees what is different, and keeps the own changes on top of it', async () => {
    const { page, open } = ada
    await open('roles/scheduler')
    await state(page, 'Project', 'Granted')
    const alan = await visitAs(browser, stage, 'alan')
    await alan.open('roles/scheduler')
    await state(alan.page, 'Project', 'Forbidden')
    await state(alan.page, 'Create Project', 'Granted')
    await press(alan.page, 'Save')
    await said(alan.page, 'Permissions were saved.')
    await alan.context.close()

    await press(page, 'Save')
    await page.getByRole('alertdialog', { name: 'Somebody else has changed this role' }).waitFor()
    const lines = await dialog(page).getByRole('listitem').allInnerTexts()
    expect(lines.map((line) => line.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^Project you changed this too .*Unspecified.*Forbidden$/),
      expect.stringMatching(/^Project › Create Project .*Unspecified.*Granted$/),
    ])
    const rules = async () =>
      (await roleOf('scheduler')).rules.filter(({ permission }) => /^project(?:\.create)?$/.test(permission))
    expect(await rules()).toContainEqual({ permission: 'project', state: 'forbidden' })
    await press(page, 'Keep my changes, on top of these')
    await closed(page)
    await press(page, 'Save')
    await said(page, 'Permissions were saved.')
    expect(await rules()).toEqual([
      { permission: 'project.create', state: 'granted' },
      { permission: 'project', state: 'granted' },
    ])
  })

  it('who was overtaken in the form of a role sees what is different, and takes nothing of it back unseen', async () => {
    const { page, open } = ada
    const stored = () => manage().role('night-shift')
    const replace = ({ id, ...content }: Role, seen: { readonly version: string }) =>
      manage().replaceRole(id, content, seen)
    await open('roles')
    // The list is old by now: what is edited is what is stored.
    const { role, version } = await stored()
    await replace({ ...role, inherits: ['runner', 'scheduler'] }, { version })
    await act(page, 'Night Shift', 'Edit')
    const ticked = (name: string) => dialog(page).getByRole('checkbox', { name, exact: true })
    await expect.poll(() => ticked('Scheduler').isChecked()).toBe(true)
    await page.getByRole('textbox', { name: 'Description' }).fill('Runs at night.')
    await ticked('Reader').press('Space')

    const then = await stored()
    await replace(
      {
        ...then.role,
        title: 'Late Shift',
        inherits: ['scheduler'],
        rules: [{ permission: 'report', state: 'forbidden' }],
      },
      then,
    )
    await press(page, 'Save')
    const conflict = page.getByRole('alertdialog', { name: 'Somebody else has changed this role' })
    await conflict.getByText('Report').waitFor()
    const lines = await conflict.getByRole('listitem').allInnerTexts()
    expect(lines.map((line) => line.replace(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^Title .*Night Shift.*Late Shift$/),
      expect.stringMatching(/^Inherits: Runner .*yes.*no$/),
      expect.stringMatching(/^Report .*Unspecified.*Forbidden$/),
    ])
    expect((await stored()).role.description).toBe('Runs what runs at night.')
    await conflict.getByRole('button', { name: 'Keep my changes, on top of these' }).click()
    await conflict.waitFor({ state: 'detached' })
    await press(page, 'Save')
    await said(page, 'Role Late Shift was saved.')
    const saved = (await stored()).role
    expect({ ...saved, inherits: saved.inherits?.toSorted() }).toEqual({
      id: 'night-shift',
      title: 'Late Shift',
      description: 'Runs at night.',
      inherits: ['reader', 'scheduler'],
      rules: [{ permission: 'report', state: 'forbidden' }],
    })
    const last = await stored()
    await replace({ ...last.role, title: 'Night Shift', inherits: ['runner'], rules: [] }, last)
  })

  it('is asked before changes are lost, wherever they go', async () => {
    const { page, open } = ada
    await open('roles/writer')
    await state(page, 'Project', 'Forbidden')
    // Not even by a session that ends: the sign-in is beside them.
    const cookies = await ada.context.cookies()
    await ada.context.clearCookies()
    await press(page, 'Preview')
    await page.getByRole('alertdialog', { name: 'You are not signed in' }).waitFor()
    await ada.context.addCookies(cookies)
    await press(page, 'Go on')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    await press(page, 'Cancel')
    await closed(page)
    await page.getByRole('region', { name: '1 unsaved change' }).waitFor()
    const link = page.getByRole('link', { name: 'Users' })
    await link.click()
    await press(page, 'Cancel')
    await closed(page)
    await page.getByRole('heading', { level: 1, name: 'Writer' }).waitFor()
    await link.click()
    await press(page, 'Leave')
    await page.getByRole('heading', { level: 1, name: 'Users' }).waitFor()
    expect((await roleOf('writer')).rules).toContainEqual({ permission: '*', state: 'granted' })
  })

  it('makes a user, suspends, resumes, signs out and deletes them', async () => {
    const { page, open } = ada
    await open('users')
    await press(page, 'New user')
    await page.getByRole('textbox', { name: 'Name' }).fill('Donald Knuth')
    await page.getByRole('textbox', { name: 'E-mail' }).fill('grace@example.org')
    await page.getByRole('textbox', { name: 'Id' }).fill('donald')
    await press(page, 'Create user')
    await dialog(page).getByRole('alert').waitFor()
    await page.getByRole('textbox', { name: 'E-mail' }).fill('donald@example.org')
    await press(page, 'Create user')
    await said(page, 'User Donald Knuth was created.')
    const user = async () => (await manage().user('donald')).user
    await act(page, 'Donald Knuth', 'Suspend')
    await press(page, 'Suspend')
    await said(page, 'Donald Knuth is suspended.')
    expect(await user()).toMatchObject({ email: 'donald@example.org', suspended: true })
    await act(page, 'Donald Knuth', 'Resume')
    await press(page, 'Resume')
    await said(page, 'Donald Knuth is active again.')
    const { epoch } = await manage().beginSession('donald')
    await act(page, 'Donald Knuth', 'Sign out everywhere')
    await press(page, 'Sign out everywhere')
    await said(page, 'Donald Knuth was signed out everywhere.')
    expect((await stage.authorizer.access({ id: 'donald', epoch })).subjectId).toBe(null)
    await act(page, 'Donald Knuth', 'Edit')
    await page.getByRole('textbox', { name: 'Name' }).fill('Donald E. Knuth')
    await press(page, 'Save')
    await said(page, 'User Donald E. Knuth was saved.')
    await act(page, 'Donald E. Knuth', 'Delete user')
    await press(page, 'Delete user')
    await said(page, 'Donald E. Knuth was deleted.')
    await expect(user()).rejects.toMatchObject({ code: 'TRILATCH_USER_UNKNOWN' })
  })

  it('has a group lead to a role, and no more', async () => {
    const { page, open } = ada
    await open('groups')
    await page.getByRole('heading', { name: 'Groups that make administrators' }).waitFor()
    await press(page, 'Add group')
    await page.getByRole('combobox', { name: 'Group' }).fill('acme/night')
    await page.getByRole('combobox', { name: 'Role' }).fill('night')
    await page.getByRole('option', { name: /Night Shift/ }).click()
    await press(page, 'Add')
    await said(page, 'acme/night leads to the role now.')
    const rows = async () => (await manage().mappings()).rows.map(({ group, roles }) => [group, roles])
    expect(await rows()).toContainEqual(['acme/night', ['night-shift']])
    await open('roles')
    await act(page, 'Night Shift', 'Groups')
    await page.getByRole('heading', { level: 1, name: 'Groups that lead to Night Shift' }).waitFor()
    const shown = () => page.locator('tbody').getByRole('rowheader').allInnerTexts()
    expect((await shown()).map((text) => text.split('\n')[0])).toEqual(['acme/night'])
    await page.getByRole('link', { name: 'Groups' }).last().click()
    await page.getByText('acme/finance', { exact: true }).waitFor()
    await page.getByRole('searchbox', { name: 'Search groups' }).fill('NIGHT')
    await page.getByText('acme/finance', { exact: true }).waitFor({ state: 'detached' })
    await press(page, 'Remove: acme/night')
    await press(page, 'Remove')
    await said(page, 'acme/night no longer leads to the role.')
    expect((await rows()).flat()).not.toContain('acme/night')
  })

  it('asks why, gets the way to the answer, and a link that says the same to the next one', async () => {
    const { page, open } = ada
    await open('why')
    await page.getByRole('combobox', { name: 'Who' }).fill('kath')
    await page.getByRole('option', { name: /Katherine Johnson/ }).click()
    await page.getByRole('combobox', { name: 'Permission' }).fill('view dash')
    await page.getByRole('option', { name: /View Dashboard/ }).click()
    await page.getByRole('textbox', { name: 'Resource' }).fill('finance.eu.q1')
    await press(page, 'Explain')
    await page.getByRole('heading', { name: 'Granted' }).waitFor()
    const trace = page.getByRole('region', { name: 'Granted' })
    await trace.getByRole('link', { name: 'Finance Analyst' }).waitFor()
    expect(await trace.innerText()).toMatch(/finance\.board\.\*\s+does not match[^]*finance\.\*\s+decides/)
    const link = page.url()
    expect(link).toContain('#/why?subject=katherine&permission=dashboard.view&resource=finance.eu.q1')
    const alan = await visitAs(browser, stage, 'alan')
    await alan.page.goto(link)
    await alan.page.getByRole('heading', { name: 'Granted' }).waitFor()
    await alan.context.close()
    await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    await press(page, 'Copy link')
    expect(await page.getByRole('textbox', { name: 'Link' }).inputValue()).toBe(link)
    await open('why?subject=margaret&permission=dashboard.view')
    const lines = page.locator('.role-trace').filter({ hasText: 'Finance Analyst' }).last()
    expect(await lines.innerText()).toMatch(
      /finance\.board\.\*\s+decides[^]*finance\.\*\s+only for some resources/,
    )
  })

  it('finds in the audit trail who changed what, before and after', async () => {
    const { page, open } = ada
    await manage().setRule(
      'night-shift',
      { permission: 'report.run', state: 'granted' },
      await manage().role('night-shift'),
    )
    await open('audit')
    await page.getByRole('textbox', { name: 'What' }).fill('night-shift')
    await press(page, 'Filter')
    await page.getByRole('link', { name: 'hedy', exact: true }).first().waitFor({ state: 'detached' })
    await page
      .getByRole('button', { name: /^Show what changed/ })
      .first()
      .click()
    const diff = page.getByRole('region', { name: 'Before → After' })
    await diff.getByText('"report.run"').waitFor()
    expect(await diff.innerText()).toMatch(/After:\s*"permission": "report\.run"/)
    const targets = await page.locator('.entry-target').allInnerTexts()
    expect(new Set(targets)).toEqual(new Set(['night-shift']))
  })

  it('sees in the audit trail what was refused, told from what was done, and looks for that alone', async () => {
    const { page, open } = ada
    await manage().createRole({
      id: 'keeper',
      rules: [{ permission: 'trilatch.roles', state: 'granted' }],
    })
    await manage().createUser({ id: 'joan', title: 'Joan Clarke' })
    await manage().assign({ subject: 'joan', role: 'keeper' })
    const asked = await fetch(`${stage.home}api/roles/people-lead/rules`, {
      method: 'PATCH',
      headers: {
        cookie: 'who=joan',
        origin: new URL(stage.home).origin,
        'content-type': 'application/json',
        'if-match': `"${(await manage().role('people-lead')).version}"`,
      },
      body: JSON.stringify({ changes: [{ permission: 'job.delete', state: 'granted' }] }),
    })
    expect(asked.status).toBe(403)
    await open('audit')
    await choose(page, 'Outcome', 'Refused')
    await press(page, 'Filter')
    await page.getByRole('listitem').filter({ hasText: 'night-shift' }).first().waitFor({ state: 'detached' })
    expect(page.url()).toContain('outcome=refused')
    const entry = page.getByRole('listitem').filter({ hasText: 'people-lead' })
    await entry.getByText('refused', { exact: true }).waitFor()
    await entry.getByText('TRILATCH_').waitFor()
    await entry.getByRole('button', { name: /^Show what was asked for/ }).click()
    const region = page.getByRole('region', { name: 'Asked for, and not done' })
    await region.getByText('"job.delete"').waitFor()
    expect(await region.innerText()).not.toMatch(/Before|After|[+−]/)
    await choose(page, 'Outcome', 'Done')
    await press(page, 'Filter')
    await page.getByText('refused', { exact: true }).first().waitFor({ state: 'detached' })
    await entry.first().waitFor()
  })

  it('meets no policy that forbids what the page does, and no error', () => {
    expect(ada.complaints).toEqual([])
  })
})

describe('Somebody with five thousand permissions', { timeout: 240_000 }, () => {
  it('scrolls without lines that stay being drawn again, or those out of sight being measured', async () => {
    const many = await startStage({
      permissions: manyPermissions,
      roles: manyRoles.slice(0, 1),
      isLone: true,
    })
    const { page, open, context } = await visitAs(browser, many, 'ada')
    await open('roles')
    // The tree is asked for as soon as a link is pressed: it is there when the press ends.
    const asked = page.waitForRequest(/\/roles\/role-0\/tree$/)
    await page.getByRole('link', { name: 'Role 0' }).hover()
    await page.mouse.down()
    await asked
    expect(page.url()).toMatch(/#\/roles$/)
    await page.mouse.up()
    await press(page, 'Expand all')
    await page.getByRole('row', { name: 'Act 0 of Part 0 in Area 0', exact: true }).waitFor()
    expect(Number(await page.getByRole('treegrid').getAttribute('aria-rowcount'))).toBeGreaterThan(5_000)
    const seen = await page.evaluate<Scrolled>(scrolled)
    // A window of 900 pixels shows 20; each step brings two.
    expect(seen.new).toBeGreaterThan(20)
    expect(seen.new).toBeLessThan(45)
    expect(seen.lines).toBeLessThan(45)
    expect(seen.again).toBe(0)
    expect(seen.lookedUp).toBeLessThan(1_000)
    await context.close()
    await many.close()
  })
})

describe('Where the application keeps its users itself', { timeout: 240_000 }, () => {
  it("they are signed out everywhere, and what is the application's to do is not offered", async () => {
    const table = [
      { id: 'zoe', title: 'Zoë Quinn', email: 'zoe@example.org' },
      { id: 'yan', title: 'Yan Li' },
    ]
    const own = await startStage({
      console: {
        users: {
          list: async () => ({ items: table }),
          find: async (id) => table.find((user) => user.id === id) ?? null,
        },
      },
    })
    const { page, open, context, complaints } = await visitAs(browser, own, 'ada')
    const manager = own.authorizer.manage('test')
    const { epoch } = await manager.beginSession('zoe')
    const who = async () => (await own.authorizer.access({ id: 'zoe', epoch })).subjectId
    await open('users')
    expect(await page.getByRole('button', { name: 'New user' }).count()).toBe(0)
    await press(page, 'Actions for Zoë Quinn')
    const entries = page.getByRole('menuitem')
    expect(await entries.allInnerTexts()).toEqual(['Roles', 'Why may they …?', 'Sign out everywhere'])
    await entries.last().click()
    await press(page, 'Cancel')
    await closed(page)
    expect(await who()).toBe('zoe')
    await act(page, 'Zoë Quinn', 'Sign out everywhere')
    await dialog(page).getByText('All sessions of this user end at once').waitFor()
    await press(page, 'Sign out everywhere')
    await said(page, 'Zoë Quinn was signed out everywhere.')
    await closed(page)
    expect(await who()).toBe(null)
    expect(complaints).toEqual([])
    await context.close()
    await own.close()
  })
})

describe('Somebody without rights in the console', { timeout: 240_000 }, () => {
  it('sees their own permissions and nothing else of it', async () => {
    const { page, open, context, complaints } = await visitAs(browser, stage, 'edsger')
    await open('')
    await page.getByRole('heading', { level: 1, name: 'My permissions' }).waitFor()
    const nav = page.getByRole('navigation', { name: 'Main' })
    expect(await nav.getByRole('link').allInnerTexts()).toEqual(['My permissions'])
    const row = (name: RegExp) => page.getByRole('row', { name }).innerText()
    expect(await row(/^Create Project/)).toContain('Granted')
    expect(await row(/^Delete Project/)).toContain('Forbidden')
    await open('roles')
    await page.getByRole('heading', { level: 1, name: 'There is no such page' }).waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('is told to sign in where nobody is signed in', async () => {
    const { page, context } = await visitAs(browser, stage, 'ada')
    await context.clearCookies()
    await page.goto(stage.home)
    await page.getByText('You are not signed in').waitFor()
    expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(0)
    // Nobody has said where: whoever signs in elsewhere comes back by hand.
    const elsewhere = await context.newPage()
    await elsewhere.goto(stage.signInAs('ada'))
    await press(page, 'Load again')
    await page.getByRole('heading', { level: 1, name: 'Roles' }).waitFor()
    await context.close()
  })
})
