import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules that a theme or a width can break where another one keeps them. */
export const rulesOfLooks: readonly string[] = [
  'color-contrast',
  'link-in-text-block',
  'target-size',
  'scrollable-region-focusable',
]

/**
 * What is wrong with a page for people who do not see it or do not use a mouse, by the rules of axe: WCAG 2.2 A and AA,
 * and good practice.
 *
 * @param rules Only these; default all.
 */
export async function accessibilityFaults(page: Page, rules?: readonly string[]): Promise<readonly string[]> {
  // The page's own scripts may be missing, but scripts must be switched on: axe waits for timers.
  // Evaluated, and not added as a script: a strict policy of the page forbids that.
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source)
  // Of what is in order nothing is told: to find out where it stands takes longer than to look at it.
  const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) }
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`)
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
  )
}
