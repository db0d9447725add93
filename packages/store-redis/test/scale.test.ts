// `pnpm bench:scale` over a small store: it runs, pages everything, and would notice what does not.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { isUnpaged } from '../../../test/bench/scale-watch.ts'

const script = fileURLToPath(new URL('../../../test/bench/scale.ts', import.meta.url))
const flags = ['--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']
const small = ['--subjects', '2000', '--roles', '50', '--users', '1000', '--crowd', '1000']

it('The measurement of a large store meets its targets over a small one', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, script, ...small])
  expect(stdout).toMatch(/members of a role that 1,000 hold .* 1,000 in 5 pages/)
  expect(stdout).toMatch(/users, searched by "person12" .* 11 in 1 pages/)
  expect(stdout).toMatch(/ranges without a limit +0 /)
  expect(stdout).not.toContain('✗')
}, 120_000)

it.each([
  [['KEYS', '*'], true],
  [['smembers', 'k'], true],
  [['ZRANGEBYLEX', 'k', '-', '+'], true],
  [['ZRANGEBYLEX', 'k', '-', '+', 'LIMIT', '0', '9'], false],
  [['XRANGE', 'k', '-', '+'], true],
  [['XRANGE', 'k', '1-0', '1-0'], false],
  [['XREVRANGE', 'k', '+', '-', 'COUNT', '1'], false],
  [['GET', 'k'], false],
])('%j goes over all that is kept: %s', (command, unpaged) => {
  expect(isUnpaged(command)).toBe(unpaged)
})
