// A host whose built-in prototypes are frozen or polluted, or that forbids making code of text, gets the very same
// answers: whoever can pollute an object can do much, but must not thereby be granted anything.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { readVectors } from './vectors/vector.ts'

const run = promisify(execFile)
const program = (name: string): string => fileURLToPath(new URL(`support/${name}.ts`, import.meta.url))
const flags = [
  '--conditions=@trilatch/source',
  '--experimental-strip-types',
  '--disable-warning=ExperimentalWarning',
]
const { NODE_ENV: _, TRILATCH_ENABLED: __, NODE_OPTIONS: ___, ...env } = process.env

/** What a program prints in a process of its own. */
async function outputOf(file: string, args: readonly string[], more: readonly string[]): Promise<unknown> {
  const { stdout } = await run(process.execPath, [...flags, ...more, file, ...args], { env, timeout: 60_000 })
  return JSON.parse(stdout) as unknown
}

const answersOf = async (args: readonly string[], ...more: readonly string[]): Promise<unknown[]> =>
  (await outputOf(program('decisions'), args, more)) as unknown[]

const plain = answersOf(['plain'])
// Awaited by each test; here only so that a failure is that of the tests.
plain.catch(() => {})

/** Fields that the checks of a whole policy take for a part of it: then it is refused, and nothing starts. */
const refusing = ['scope', 'administrator', 'inherits']
const others =
  'state context roles suspended name param enabled level role id rules version permission nameOf disclose value resource limit status'.split(
    ' ',
  )

/** Hosts on which everything is answered as on any other. */
const hosts = [
  ['with frozen prototypes', ['frozen'], []],
  ['where no code is made of text', ['plain'], ['--disallow-code-generation-from-strings']],
  ['with frozen intrinsics', ['plain'], ['--frozen-intrinsics']],
  ['where __proto__ is gone', ['plain'], ['--disable-proto=delete']],
  ['with an Object.prototype polluted before all is loaded', ['hidden', others.join()], []],
  ['with an Object.prototype polluted once all is loaded', ['loaded', others.join()], []],
  ['with an Object.prototype polluted once all is built', ['built', others.join()], []],
] as const

describe.concurrent('The answers', () => {
  it('are many, and of every kind', async () => {
    const answers = await plain
    expect(answers.length).toBeGreaterThan(200)
    const states = new Set(answers.flat())
    for (const state of ['granted', 'forbidden', 'suspended', 'administrator', 'nothing-granted'])
      expect(states).toContain(state)
  })

  it.each([
    ...hosts,
    [
      'with a role made an administrator for everybody once all is built',
      ['built', 'administrator,inherits'],
      [],
    ],
  ] as const)('are the same %s', async (_, args, more) => {
    expect(await answersOf(args, ...more)).toEqual(await plain)
  })
})

describe('The conformance vectors', () => {
  it.each([['on a host as any other', ['plain'], []] as const, ...hosts])(
    'are all answered rightly %s',
    async (_, args, more) => {
      const { vectors } = readVectors()
      expect(await outputOf(program('vectors'), args, more)).toEqual({ asked: vectors.length, wrong: [] })
    },
  )
})

describe.concurrent('A polluted Object.prototype that Trilatch cannot start with', () => {
  const ways = ['before', 'hidden', 'loaded', 'built'].flatMap((mode) => [
    [mode, 'all fields', []] as const,
    ...refusing.map((field) => [mode, field, [field]] as const),
  ])

  it.each(ways)('ends the process loudly, or gives the same answers: %s, %s', async (mode, _, fields) => {
    const args = fields.length === 0 ? [mode] : [mode, ...fields]
    const ended = await answersOf(args).then(
      (answers) => ({ answers }),
      (error: unknown) =>
        error as { readonly code: number; readonly stdout: string; readonly stderr: string },
    )
    if ('answers' in ended) return expect(ended.answers).toEqual(await plain)
    expect([ended.code, ended.stdout]).toEqual([1, ''])
    expect(ended.stderr).toMatch(/^(?:PolicyError|TrilatchError|TypeError|Error): /m)
  })
})
