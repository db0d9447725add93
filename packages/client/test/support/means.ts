import type { Page } from 'playwright-core'

/** A way in which somebody could get something done. */
export interface Means {
  readonly name: string
  readonly use: (page: Page) => Promise<void>
}

const of = (name: string, use: Means['use']): Means => ({ name, use })

const click =
  (id: string, options: Parameters<Page['click']>[1] = {}) =>
  (page: Page): Promise<void> =>
    page.click(`#${id}`, { force: true, ...options })

const press =
  (id: string, ...keys: readonly string[]) =>
  async (page: Page): Promise<void> => {
    await page.focus(`#${id}`)
    for (const key of keys) await page.keyboard.press(key)
  }

const script =
  (text: string) =>
  async (page: Page): Promise<void> => {
    await page.evaluate(text)
  }

const find = (id: string): string => `document.getElementById('${id}')`

const drag =
  (from: string, to: string) =>
  async (page: Page): Promise<void> => {
    const [a, b] = [await page.locator(`#${from}`).boundingBox(), await page.locator(`#${to}`).boundingBox()]
    if (a === null || b === null) throw new Error('nothing to drag')
    await page.mouse.move(a.x + a.width / 2, a.y + a.height / 2)
    await page.mouse.down()
    await page.mouse.move(b.x + b.width / 2, b.y + b.height / 2, { steps: 5 })
    await page.mouse.up()
  }

const clicked =
  'button opener link blank submit whole-submit whole-link label checkbox radio-b color summary custom slider select'
const everyClick = clicked.split(' ')
const everyEnter = [
  'button',
  'opener',
  'link',
  'submit',
  'whole-submit',
  'whole-link',
  'custom',
  'summary',
  'text',
]
const everySpace = [
  'button',
  'opener',
  'submit',
  'whole-submit',
  'checkbox',
  'radio-b',
  'custom',
  'summary',
  'select',
]

/** With a mouse, with keys and by scripts of the page. Each of them works where the permission is granted. */
export const means: readonly Means[] = [
  ...everyClick.map((id) => of(`a click on ${id}`, click(id))),
  ...['button', 'link', 'custom'].map((id) => of(`a double click on ${id}`, click(id, { clickCount: 2 }))),
  ...['link', 'blank', 'whole-link', 'custom'].map((id) =>
    of(`a middle click on ${id}`, click(id, { button: 'middle' })),
  ),
  ...['link', 'whole-link'].map((id) =>
    of(`a click with Control on ${id}`, click(id, { modifiers: ['Control'] })),
  ),
  ...['custom', 'whole-link'].map((id) => of(`a right click on ${id}`, click(id, { button: 'right' }))),
  ...everyEnter.map((id) => of(`Enter on ${id}`, press(id, 'Enter'))),
  ...everySpace.map((id) => of(`Space on ${id}`, press(id, ' '))),
  ...['number', 'range', 'select', 'slider'].map((id) =>
    of(`an arrow key on ${id}`, press(id, 'ArrowUp', 'ArrowDown', 'ArrowDown')),
  ),
  of('an arrow key from the radio beside', press('radio-a', 'ArrowRight')),
  of('a letter on select', press('select', 'n')),
  of('the access key', (page) => page.keyboard.press('Alt+k')),
  of('Enter in the field of a form', press('field', 'Enter')),
  of('Enter in the field of a form that is shut as a whole', press('whole-field', 'Enter')),
  ...['text', 'editable'].map((id) => of(`cutting from ${id}`, press(id, 'Control+a', 'Control+x'))),
  ...['text', 'area', 'number', 'date', 'editable'].map((id) =>
    of(`typing into ${id}`, press(id, 'End', '1', '2')),
  ),
  ...['text', 'area', 'editable'].map((id) => of(`deleting in ${id}`, press(id, 'Control+a', 'Delete'))),
  of('a click into the middle of range', (page) =>
    page.click('#range', { position: { x: 5, y: 5 }, force: true }),
  ),
  of('dragging an element', drag('drag', 'plain')),
  of('dropping on an element', drag('plain', 'drop')),
  of('dragging a link', drag('link', 'plain')),
  ...['button', 'link', 'submit', 'whole-submit', 'whole-link', 'checkbox', 'opener', 'custom', 'label'].map(
    (id) => of(`click() on ${id}`, script(`${find(id)}.click()`)),
  ),
  of(
    'an event made by a script',
    script(`${find('link')}.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))`),
  ),
  of('requestSubmit()', script(`${find('form')}.requestSubmit()`)),
  of('requestSubmit(button)', script(`${find('form')}.requestSubmit(${find('submit')})`)),
  of('requestSubmit() of a whole form', script(`${find('whole')}.requestSubmit()`)),
  of(
    'click() on an element in the very tick in which it was inserted',
    script(`{
      const link = document.createElement('a')
      link.id = 'fresh'
      link.href = '/done/fresh'
      link.dataset.permission = 'project.create'
      window.notice(link)
      ${find('late')}.append(link)
      link.click()
    }`),
  ),
  of('a click on a link that got its address back', async (page) => {
    await page.evaluate(
      `${find('link')}.href = '/done/again'; ${find('link')}.removeAttribute('aria-disabled')`,
    )
    await page.click('#link', { force: true })
  }),
  of('a click on an element that was free before', async (page) => {
    await page.evaluate(
      `window.notice(${find('plain')}); ${find('plain')}.dataset.permission = 'project.create'`,
    )
    await page.click('#plain', { force: true })
  }),
]

/** With a finger. */
export const touches: readonly Means[] =
  'button link submit checkbox summary custom select range opener whole-submit'
    .split(' ')
    .map((id) =>
      of(`a tap on ${id}`, (page) => page.tap(`#${id}`, { force: true, position: { x: 5, y: 5 } })),
    )
