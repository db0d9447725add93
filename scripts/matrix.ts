// Runs the tests on every supported Node, one after the other. Versions come from the registry, by npx.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const majors = ['22', '24', '26']
const help = `Usage: pnpm test:matrix [arguments of vitest run]

Runs the tests on Node ${majors.join(', ')}, one after the other, and ends with one line for each.
Everything behind it is passed on: pnpm test:matrix --project core evaluate
The exit code is 1 when the tests fail on any version.

  --help  show this`

const root = fileURLToPath(new URL('..', import.meta.url))

/** The arguments of npx that run the tests on a major version of Node. */
const onNode = (major: string, args: readonly string[]): string[] => {
  const vitest = ['node', 'node_modules/vitest/vitest.mjs', 'run', ...args]
  return ['--yes', '-p', `node@${major}`, '--', ...vitest]
}

/** Which Node that is, to the patch; `undefined` when it cannot be had. */
function versionOf(major: string): string | undefined {
  const args = ['--yes', '-p', `node@${major}`, '--', 'node', '--version']
  const { status, stdout } = spawnSync('npx', args, { cwd: root, encoding: 'utf8' })
  return status === 0 && stdout.startsWith(`v${major}.`) ? stdout.trim() : undefined
}

function runOn(major: string, args: readonly string[]): { readonly passed: boolean; readonly line: string } {
  const version = versionOf(major)
  if (version === undefined) return { passed: false, line: `Node ${major}: could not be run` }
  console.log(`\nNode ${version}`)
  const start = performance.now()
  const { status } = spawnSync('npx', onNode(major, args), { cwd: root, stdio: 'inherit' })
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  const passed = status === 0
  return { passed, line: `Node ${version}: ${passed ? 'passed' : 'FAILED'} in ${seconds} s` }
}

const args = process.argv.slice(2).filter((argument) => argument !== '--')
if (args.includes('--help')) {
  console.log(help)
} else {
  const results = majors.map((major) => runOn(major, args))
  console.log(`\n${results.map(({ line }) => line).join('\n')}`)
  if (results.some(({ passed }) => !passed)) process.exitCode = 1
}
