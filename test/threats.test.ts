// docs/threats.md names the test for each threat: they have to be there.
import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { repository } from './support/markdown.ts'

/** The rows of all tables: the number of the threat, and what the last column says. */
const rows = Array.from(
  readFileSync(`${repository}docs/threats.md`, 'utf8').matchAll(/^\| (T\d+) .*\|([^|]+)\|$/gm),
  ([, threat = '', tests = '']) => [threat, tests.trim()] as const,
)

it('the threats are many, and each has a test, or a dash and a reason', () => {
  expect(rows.length).toBeGreaterThan(60)
  expect(rows.filter(([, tests]) => tests !== '–' && !tests.includes('.ts`'))).toEqual([])
})

it.each(rows)('%s is tested where the page says', (_, tests) => {
  let text = ''
  for (const [, file, name] of tests.matchAll(/`([^`]+\.ts)`|"([^"]+)"/g)) {
    if (file === undefined) expect(text).toContain(name)
    else {
      expect(existsSync(repository + file), file).toBe(true)
      text = readFileSync(repository + file, 'utf8')
    }
  }
})
