// The journeys through the console in a browser, on every framework and store.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const help = `Usage: pnpm test:console [all] [arguments of vitest run]

Walks the dialogs of the console in a real Chromium: mounted on Express, Koa and NestJS, each with a store in memory and
one in Redis. Ends with one line for each; the exit code is 1 when one fails. Some minutes. The test command has the
first of them.

  all     also the keyboard alone, hostile names and every screen before axe, on each of the six
  --help  show this`

const root = fileURLToPath(new URL('..', import.meta.url))
const vitest = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url))

function run(
  on: string,
  filter: string,
  args: readonly string[],
): { readonly passed: boolean; readonly line: string } {
  console.log(`\n${on}`)
  const start = performance.now()
  const { status } = spawnSync(process.execPath, [vitest, 'run', '--project', 'services', filter, ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, TRILATCH_CONSOLE_ON: on },
  })
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  return { passed: status === 0, line: `${on}: ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s` }
}

const args = process.argv.slice(2).filter((argument) => argument !== '--')
if (args.includes('--help')) console.log(help)
else {
  const filter = args[0] === 'all' ? 'console/' : 'console/journeys'
  const rest = args[0] === 'all' ? args.slice(1) : args
  const results = ['express', 'koa', 'nestjs'].flatMap((framework) =>
    ['memory', 'redis'].map((store) => run(`${framework} ${store}`, filter, rest)),
  )
  console.log(`\n${results.map(({ line }) => line).join('\n')}`)
  if (results.some(({ passed }) => !passed)) process.exitCode = 1
}
