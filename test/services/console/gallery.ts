// Every screen and dialog of the console, each in the states that people meet it in: to be looked at, and to be judged.
import type { Page } from 'playwright-core'
import { startStage } from './stage.ts'
import type { Stage } from './stage.ts'

/** A screen in one state, and how a browser comes there. */
export interface Exhibit {
  readonly name: string
  /** Others show in a narrow window what this one shows: there it is for the eye alone. */
  readonly isExtra?: true
  readonly show: (page: Page) => Promise<void>
}

/** The application whose console is shown. */
export interface Gallery {
  readonly exhibits: readonly Exhibit[]
  close(): Promise<void>
}

/** Has somebody refused what they ask for, as the audit trail shows it: all of one is kept, of the other not what was asked. */
async function refuse({ authorizer, home }: Stage): Promise<void> {
  const barbara = { id: 'barbara' }
  const writing = authorizer.manage('barbara', { as: barbara })
  await writing.assign({ subject: 'barbara', role: 'scheduler' }).catch(() => {})
  await fetch(`${home}api/roles`, {
    method: 'POST',
    headers: { cookie: 'who=barbara', origin: new URL(home).origin, 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'night-shift', title: 'Night Shift' }),
  })
}

export async function startGallery(): Promise<Gallery> {
  const stage = await startStage({
    assignments: [{ subject: 'build-robot', role: 'runner' }],
    console: { signInUrl: '/auth/sign-in' },
  })
  await refuse(stage)
  const open = async (page: Page, who: string, where: string): Promise<void> => {
    // By way of another page: an address that differs behind `#` alone loads nothing anew.
    const cookies = await page.context().cookies(stage.home)
    const isThere = cookies.some(({ name, value }) => name === 'who' && value === who)
    await page.goto(isThere ? 'about:blank' : stage.signInAs(who))
    await page.goto(`${stage.home}#/${where}`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('.skeleton').waitFor({ state: 'detached' })
  }
  const as =
    (who: string, where: string, then?: (page: Page) => Promise<void>) =>
    async (page: Page): Promise<void> => {
      await open(page, who, where)
      await then?.(page)
    }
  const menu = (name: string, entry: string) => async (page: Page) => {
    await page.getByRole('button', { name: `Actions for ${name}` }).click()
    await page.getByRole('menuitem', { name: entry }).click()
  }
  const button = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click()
  const state = async (page: Page, title: string, word: string): Promise<void> =>
    page
      .getByRole('radiogroup', { name: `State of ${title}`, exact: true })
      .getByRole('radio', { name: word })
      .press('Space')
  /** Somebody else changes a role meanwhile. */
  const overtake = async (id: string): Promise<void> => {
    const manager = stage.authorizer.manage('alan')
    const { role, version } = await manager.role(id)
    const { id: _, ...content } = role
    const inherits = role.inherits?.includes('reader') === true ? [] : ['reader']
    const rules = [
      ...role.rules.filter(({ permission }) => permission !== 'project'),
      ...(inherits.length === 0 ? [] : [{ permission: 'project', state: 'forbidden' } as const]),
    ]
    const description = `${role.description ?? ''} Also at night.`
    await manager.replaceRole(id, { ...content, description, inherits, rules }, { version })
  }
  const exhibits: readonly Exhibit[] = [
    { name: 'roles', show: as('ada', 'roles') },
    { name: 'roles-menu', isExtra: true, show: as('ada', 'roles', button('Actions for Writer')) },
    { name: 'role-new', show: as('ada', 'roles', button('New role')) },
    { name: 'role-copy', isExtra: true, show: as('ada', 'roles', menu('Writer', 'Copy')) },
    { name: 'role-delete', show: as('ada', 'roles', menu('Finance Analyst', 'Delete')) },
    {
      name: 'roles-nothing-found',
      isExtra: true,
      show: as('ada', 'roles', async (page) => {
        await page.getByRole('searchbox').fill('nothing like this')
        await page.getByText('Nothing found').waitFor()
      }),
    },
    { name: 'members', show: as('ada', 'roles', button('Manage members: Finance Analyst')) },
    { name: 'members-unknown', isExtra: true, show: as('ada', 'roles', button('Manage members: Runner')) },
    {
      name: 'role-conflict',
      show: as('ada', 'roles', async (page) => {
        await menu('Scheduler', 'Edit')(page)
        await page.getByRole('textbox', { name: 'Title' }).fill('Day Scheduler')
        await overtake('scheduler')
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByRole('alertdialog').waitFor()
      }),
    },
    { name: 'permissions', isExtra: true, show: as('ada', 'roles/finance-analyst') },
    {
      name: 'permissions-changed',
      show: as('ada', 'roles/finance-analyst', async (page) => {
        await state(page, 'Project', 'Granted')
        await state(page, 'Comment on Job', 'Forbidden')
      }),
    },
    {
      name: 'permissions-preview',
      show: as('ada', 'roles/finance-analyst', async (page) => {
        await state(page, 'Project', 'Granted')
        await page.getByRole('button', { name: 'Preview' }).click()
        await page.locator('.dialog .skeleton').waitFor({ state: 'detached' })
      }),
    },
    {
      name: 'permissions-preview-contexts',
      isExtra: true,
      show: as('ada', 'roles/finance-analyst', async (page) => {
        // Further down than is drawn.
        await page.getByRole('searchbox').fill('dashboard')
        await state(page, 'View Dashboard in finance.board.*', 'Unspecified')
        await state(page, 'View Dashboard in finance.*', 'Forbidden')
        await page.getByRole('button', { name: 'Preview' }).click()
        await page.locator('.dialog .skeleton').waitFor({ state: 'detached' })
      }),
    },
    {
      name: 'permissions-conflict',
      show: as('ada', 'roles/scheduler', async (page) => {
        await state(page, 'Project', 'Granted')
        await overtake('scheduler')
        await page.getByRole('button', { name: 'Save' }).click()
        await page.getByRole('alertdialog').waitFor()
      }),
    },
    {
      name: 'permissions-leave',
      isExtra: true,
      show: as('ada', 'roles/writer', async (page) => {
        await state(page, 'Project', 'Forbidden')
        await page.evaluate("location.hash = '#/users'")
        await page.getByRole('alertdialog').waitFor()
      }),
    },
    {
      name: 'session-ended',
      show: as('ada', 'roles/writer', async (page) => {
        await state(page, 'Project', 'Forbidden')
        await page.context().clearCookies()
        await page.getByRole('button', { name: 'Preview' }).click()
        await page.getByRole('alertdialog').waitFor()
      }),
    },
    {
      name: 'permissions-search',
      isExtra: true,
      show: as('ada', 'roles/writer', async (page) => {
        await page.getByRole('searchbox').fill('delete')
      }),
    },
    {
      name: 'context',
      show: as('ada', 'roles/finance-analyst', async (page) => {
        await page.getByRole('button', { name: 'Add a context to View Job' }).click({ force: true })
        await page.getByRole('textbox', { name: 'Context' }).fill('finance.*')
        await page
          .getByRole('textbox', { name: /Which of these/ })
          .fill('finance.month_over_month\nfinance.eu.budget\nsales.eu')
        await page.getByText('does not match').waitFor()
      }),
    },
    { name: 'permissions-administrator', isExtra: true, show: as('ada', 'roles/administrator') },
    { name: 'permissions-read-only', isExtra: true, show: as('barbara', 'roles/writer') },
    { name: 'role-unknown', isExtra: true, show: as('ada', 'roles/nobody-knows-it') },
    { name: 'users', show: as('ada', 'users') },
    { name: 'users-menu', isExtra: true, show: as('ada', 'users', button('Actions for Hedy Lamarr')) },
    { name: 'user-new', isExtra: true, show: as('ada', 'users', button('New user')) },
    { name: 'user-suspend', isExtra: true, show: as('ada', 'users', menu('Hedy Lamarr', 'Suspend')) },
    { name: 'membership', show: as('ada', 'users', button('Roles: Katherine Johnson')) },
    { name: 'groups', show: as('ada', 'groups') },
    {
      name: 'groups-search',
      isExtra: true,
      show: as('ada', 'groups', async (page) => {
        await page.getByRole('searchbox').fill('platform')
        await page.getByText('acme/finance', { exact: true }).waitFor({ state: 'detached' })
      }),
    },
    { name: 'groups-of-role', isExtra: true, show: as('ada', 'groups?role=finance-analyst') },
    { name: 'group-remove', isExtra: true, show: as('ada', 'groups', button('Remove: acme/data')) },
    { name: 'group-add', show: as('ada', 'groups', button('Add group')) },
    { name: 'why-start', isExtra: true, show: as('ada', 'why') },
    {
      name: 'why-granted',
      show: as('ada', 'why?subject=grace&permission=dashboard.view&resource=finance.eu'),
    },
    {
      name: 'why-forbidden',
      isExtra: true,
      show: as('ada', 'why?subject=hedy&permission=report.delete&resource=us.1'),
    },
    { name: 'audit', isExtra: true, show: as('ada', 'audit') },
    {
      name: 'audit-open',
      show: as('ada', 'audit', async (page) => {
        await page
          .getByRole('button', { name: /Show what changed/ })
          .first()
          .click()
      }),
    },
    {
      name: 'audit-refused',
      show: as('ada', 'audit?outcome=refused', async (page) => {
        const entries = page.getByRole('button', { name: /^Show what was asked for/ })
        while ((await entries.count()) > 0) await entries.first().click()
      }),
    },
    { name: 'audit-nothing-found', isExtra: true, show: as('ada', 'audit?actor=nobody') },
    { name: 'mine', show: as('grace', 'mine') },
    { name: 'mine-administrator', isExtra: true, show: as('ada', 'mine') },
    { name: 'not-found', show: as('ada', 'nothing-here') },
    {
      name: 'signed-out',
      show: async (page) => {
        await page.context().clearCookies()
        await page.goto('about:blank')
        await page.goto(stage.home)
        await page.getByText('You are not signed in').waitFor()
      },
    },
  ]
  return { exhibits, close: stage.close }
}
