import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What is wrong with a page for people who do not see it or do not use a mouse, by the rules of axe: WCAG 2.2 A and AA, and good practice. */
export async function accessibilityFaults(page: Page): Promise<readonly string[]> {
  // The page's own scripts may be missing, but scripts must be switched on: axe waits for timers.
  // Evaluated, and not added as a script: a strict policy of the page forbids that.
  await page.evaluate(source)
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)')
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
  )
}
