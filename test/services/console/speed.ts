// How quick the console's page is with 5,000 permissions and 200 roles, in a real Chromium.
import { startBrowser } from '../browser.ts'
import { manyPermissions, manyRoles } from './many.ts'
import { visitAs } from './seen.ts'
import { startStage } from './stage.ts'
import { ensureInstalled } from '../install.ts'
import { ensurePage } from '../../../scripts/ensure-page.ts'

if (process.argv.includes('--help')) {
  console.log(`Measures the console's page with 5,000 permissions and 200 roles: until a role's tree answers, until a letter
that is typed shows what it finds, until a state that is set shows, and frames while scrolling. On a quiet machine;
exit status 1 when a limit is missed.

Scrolling is measured twice: 120 pixels a frame, which is a wheel turned once in every frame (7,200 pixels a second),
and 400, which only somebody who drags the bar of the scrollbar does. Beside the time between frames stands what a
frame costs the page's own thread in CPU time: that hardly depends on what else the machine does.

  pnpm console:speed`)
  process.exit(0)
}

/** From an action until the frame is drawn after what it leads to is there: in the page's own time. */
const until = (action: string, isThere: string): string => `new Promise((done) => {
  const start = performance.now()
  const look = () => (${isThere} ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))) : requestAnimationFrame(look));
  ${action};
  look()
})`

const type = (text: string): string => `(() => {
  const input = document.querySelector('input[type=search]')
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, ${JSON.stringify(text)})
  input.dispatchEvent(new Event('input', { bubbles: true }))
})()`

/** Scrolls by as much in each of 120 frames; how long each took. */
const scroll = (pixels: number): string => `new Promise((done) => {
  const times = []
  let last = performance.now()
  const step = () => {
    const now = performance.now()
    times.push(now - last)
    last = now
    if (times.length > 120) return done(times.slice(1))
    scrollBy(0, ${pixels})
    requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
})`

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
let isMissed = false
function tell(what: string, values: readonly number[], most: number): void {
  const [middle, worst] = [median(values), Math.max(...values)]
  if (middle > most) isMissed = true
  console.log(
    `${what}: ${middle.toFixed(0)} ms (median of ${values.length}, worst ${worst.toFixed(0)} ms; at most ${most} ms)`,
  )
}

await ensurePage()
await ensureInstalled(['chromium'])
console.log(`${manyPermissions.nodes.length} permissions, ${manyRoles.length} roles`)
const stage = await startStage({ permissions: manyPermissions, roles: manyRoles, isLone: true })
const browser = await startBrowser()
const { page, open } = await visitAs(browser, stage, 'ada')
try {
  const tree: number[] = []
  for (const at of [3, 50, 120, 7, 199]) {
    await open('roles')
    const there = `document.querySelectorAll('.tree-body [role=row]').length > 5`
    tree.push(await page.evaluate<number>(until(`location.hash = '#/roles/role-${at}'`, there)))
  }
  tell('From choosing a role until its tree answers', tree, 200)
  const search: number[] = []
  const other = `document.querySelector('[role=treegrid]').ariaRowCount !== window.before`
  const typed = (text: string): string =>
    `window.before = document.querySelector('[role=treegrid]').ariaRowCount; ${type(text)}`
  for (const text of ['act 7', 'area2', 'act 18 of part 9', 'area24.part9', 'part 3 in area 1']) {
    search.push(await page.evaluate<number>(until(typed(text), other)))
    await page.evaluate(until(typed(''), other))
  }
  tell('From typing until what is found shows', search, 100)
  await page.getByRole('button', { name: 'Expand all' }).click()
  const states: number[] = []
  for (let at = 1; at < 6; at++) {
    const radio = `document.querySelectorAll('.segment.granted')[${at}]`
    states.push(
      await page.evaluate<number>(
        until(`${radio}.click()`, `document.querySelector('.save-bar')?.textContent.startsWith('${at} ')`),
      ),
    )
  }
  tell('From setting a state until it and what follows below show', states, 100)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const cpu = async (): Promise<number> => {
    const { metrics } = await cdp.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
  }
  for (const pixels of [120, 400]) {
    await page.evaluate('scrollTo(0, 0)')
    const before = await cpu()
    const frames = await page.evaluate<number[]>(scroll(pixels))
    const each = ((await cpu()) - before) / frames.length
    const late = frames.filter((ms) => ms > 34).length
    console.log(
      `Scrolling ${frames.length} frames of ${pixels} pixels: median ${median(frames).toFixed(1)} ms, ${late} later than two frames; ${each.toFixed(1)} ms of CPU a frame`,
    )
  }
} finally {
  await browser.close()
  await stage.close()
}
if (isMissed) process.exitCode = 1
