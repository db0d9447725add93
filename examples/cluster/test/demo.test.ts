import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const run = promisify(execFile)
const demo = fileURLToPath(new URL('../src/demo.ts', import.meta.url))
const flags = ['--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']

it('the demo takes a role away in one of four processes, loses Redis, gets it back, and keeps its promises', async () => {
  const { stdout, stderr } = await run(process.execPath, [...flags, demo], { timeout: 100_000 })
  const lines = stdout.split('\n')
  const below = (heading: string): readonly string[] =>
    lines.slice(lines.findIndex((line) => line.startsWith(heading)) + 1)

  expect(stderr).toBe('')
  expect(stdout).not.toContain('\u001B')
  expect(lines.filter((line) => line.length > 80)).toEqual([])
  expect(below('carol may run')[1]).toBe(
    '  process 1 ✓ 200    process 2 ✓ 200    process 3 ✓ 200    process 4 ✓ 200',
  )
  const rows = below('alice takes').flatMap(
    (line) => /^ +(?:at once|to [\d,]+ ms|over .*)  █* ?(\d+)$/.exec(line)?.[1] ?? [],
  )
  expect(rows.reduce((sum, count) => sum + Number(count), 0)).toBe(60)
  expect(below('carol asks again')[1]).toContain('process 4 ✗ 403')
  expect(stdout).toContain('Requires permission: Report › Run Report')
  expect(stdout).toMatch(/^ {2}✓+.*✗{4,} {2}\d\.\d\d s$/m)
  expect(stdout).toContain('✗ 503, Retry-After: 1')
  expect(stdout).toContain('and carol: ✗ 403 from all 4')
  expect(below('In short').filter((line) => line.startsWith('  ✓'))).toHaveLength(4)
}, 120_000)

it('the demo says what is missing where there is no Redis', async () => {
  const failure = run(process.execPath, [...flags, demo], { env: { PATH: '' } })
  await expect(failure).rejects.toMatchObject({
    code: 1,
    stderr: expect.stringMatching(
      /^This demo needs redis-server, Redis 6\.2 or newer, and PATH has none\.[^]*apt-get install redis-server/,
    ) as string,
  })
}, 60_000)

it('the demo explains itself with --help', async () => {
  const { stdout } = await run(process.execPath, [...flags, demo, '--help'])
  expect(stdout).toContain('NO_COLOR=1 pnpm demo:cluster')
}, 60_000)
