// The console answers the same on hosts that are frozen or polluted, or that make no code of text.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

const run = promisify(execFile)
const program = fileURLToPath(new URL('hardened-program.ts', import.meta.url))
const flags = [
  '--conditions=@trilatch/source',
  '--experimental-strip-types',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TrilatchWarning',
]
const { NODE_ENV: _env, TRILATCH_ENABLED: __, NODE_OPTIONS: ___, ...env } = process.env

async function answersOn(args: readonly string[], ...more: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [...flags, ...more, program, ...args], {
    env,
    timeout: 100_000,
  })
  return JSON.parse(stdout) as unknown
}

const plain = answersOn(['plain'])
// Awaited by each test; here only so that a failure is that of the tests.
plain.catch(() => {})

// Not those with which core refuses every write (scope, administrator, inherits), and not `value`, with which the
// validator itself cannot make an error: the request fails.
const fields =
  'state context roles suspended name param enabled level role id rules version permission nameOf disclose resource limit status'

describe('The answers of the console', () => {
  it.each([
    [
      'where no code is made of text, with frozen intrinsics',
      ['plain'],
      ['--disallow-code-generation-from-strings', '--frozen-intrinsics'],
    ],
    ['with frozen prototypes', ['frozen'], []],
    ['with a polluted Object.prototype', ['polluted', fields.replaceAll(' ', ',')], []],
  ] as const)('are the same %s', async (_, args, more) => {
    const answers = await answersOn(args, ...more)
    expect(answers).toEqual(await plain)
    expect(answers).toHaveLength(12)
  })
})
