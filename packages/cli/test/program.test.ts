// The command as a process: help, wrong usage, completion.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, vi } from 'vitest'
import { visible } from '../src/terminal.ts'
import { application, command } from './support/command.ts'
import type { Ended } from './support/command.ts'

const leftOpen = fileURLToPath(new URL('left-open', import.meta.url))
const bin = fileURLToPath(new URL('../src/bin.ts', import.meta.url))

function asProcess(
  args: readonly string[],
  cwd = application,
): Promise<{ status: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const flags = ['--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']
    execFile(process.execPath, [...flags, bin, ...args], { cwd, timeout: 20_000 }, (error, out, err) =>
      resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    )
  })
}

describe('Text from elsewhere', () => {
  it('cannot move the cursor or turn the direction of writing', () => {
    expect(visible('a\u001b[2J\u202eb\nc')).toBe('a\\u{1b}[2J\\u{202e}b\nc')
  })
})

describe('The command trilatch', () => {
  it('answers with its exit status, and without colours where nobody watches', async () => {
    const { status, out } = await asProcess(['check', 'ann', 'project.delete', 'a'])
    expect(status).toBe(1)
    expect(out).toBe('forbidden  Requires permission: Project › Delete Project\n')
  })

  it('ends although the configuration left something open, and says why the store cannot be read', async () => {
    const { status, err } = await asProcess(['check', 'ann', 'project.create'], leftOpen)
    const why =
      'trilatch: The policy cannot be read at the moment. There is no store in the namespace "other".\n'
    expect([status, err]).toEqual([2, why])
  })

  it.each([[[]], [['--json']]])('says why it failed also where closing never ends: %j', async (options) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.stubEnv('TRILATCH_TEST_CLOSE', 'never')
    try {
      const ended: Ended[] = []
      void command(['check', 'ann', 'project.create', ...options], { folder: leftOpen }).then((it) =>
        ended.push(it),
      )
      while (ended.length === 0) {
        await vi.advanceTimersByTimeAsync(1_000)
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(ended[0]?.status).toBe(2)
      const message = 'The policy cannot be read at the moment. There is no store in the namespace "other".'
      const error = { code: 'TRILATCH_UNAVAILABLE', message }
      expect(ended[0]?.err).toBe(
        options.length === 0
          ? 'Closing did not end within 3 seconds: `close` of the configuration. It was left as it is.\n' +
              `trilatch: ${message}`
          : JSON.stringify({ error }, undefined, 2),
      )
    } finally {
      vi.useRealTimers()
      vi.unstubAllEnvs()
    }
  })

  it('takes options of all commands in front of the command, too', async () => {
    const here = ['--json', '--config', `${application}/trilatch.config.ts`]
    const { status, out } = await command([...here, 'user', 'list'], { folder: '/' })
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ users: [{ id: 'ann' }, { id: 'bob' }, { id: 'root' }] })
    expect((await command(['--config'])).status).toBe(2)
  })

  it.each(['--scope', '--add', '--remove'])(
    'takes none of those for the value that %s lacks',
    async (last) => {
      const here = `--config=${application}/trilatch.config.ts`
      const { status, err } = await command([here, 'user', 'role', 'ann', last], { folder: '/' })
      expect(status).toBe(2)
      expect(err).toContain(`option '${last} `)
      expect(err).toContain('argument missing')
    },
  )

  it('completes commands and options', async () => {
    const { out } = await asProcess(['complete', '--', 'user', 'r'])
    expect(out).toContain('role\tShow the roles of a user, or give and take some')
    expect(out).toContain('restore\t')
    expect((await asProcess(['complete', 'bash'])).out).toContain('# bash completion for trilatch')
  })

  it('explains itself', async () => {
    const { status, out } = await command(['--help'])
    expect(status).toBe(0)
    expect(out).toContain('Exit status:')
    const help = await command(['user', 'role', '--help'])
    expect(help.status).toBe(0)
    expect(help.out).toContain('--scope <context>')
  })

  it('tells programs of wrong usage as JSON, and nothing else', async () => {
    const { status, out, err } = await command(['check', 'ann', '--json'])
    expect({ status, out }).toEqual({ status: 2, out: '' })
    expect(JSON.parse(err)).toEqual({
      error: { code: 'usage', message: expect.stringContaining("missing required argument 'permission'") },
    })
  })

  it.each([
    [['chek'], '(Did you mean check?)'],
    [['check', 'ann'], "missing required argument 'permission'"],
    [['check', 'ann', 'a', 'b', 'c'], 'too many arguments'],
    [['user', 'list', '--jsn'], '(Did you mean --json?)'],
  ])('ends with 2 when it is called as %j', async (args, message) => {
    const { status, err } = await command(args)
    expect(status).toBe(2)
    expect(err).toContain(message)
  })
})
