// Whole directories, compared and written from the command line.
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { command } from './support/command.ts'
import { authorizer, enter, people, trouble } from './with-directory/trilatch.config.ts'

const folder = fileURLToPath(new URL('with-directory', import.meta.url))
const none = { status: 'complete', groups: [] } as const

describe('trilatch sync', () => {
  const ids: Record<string, string> = {}
  beforeAll(async () => {
    for (const name of ['ann', 'bea', 'cem']) ids[name] = await enter(name)
  })
  const can = async (name: string) =>
    (await authorizer().access({ id: String(ids[name]) })).can('project.create', 'eu.x')

  it('says in a dry run who would gain and lose what, and writes nothing', async () => {
    people.set('ann', none)
    people.delete('bea')
    const { status, out, err } = await command(['sync', '--dry-run'], { folder })
    expect(status).toBe(0)
    expect(out.split('\n')).toEqual([
      `${ids['ann']}: -writer in eu.*`,
      `${ids['bea']} (missing): -writer in eu.*`,
      'ldap: 2 accounts (0 of nobody here, 0 unknown), 1 users change, 0 are gone, 1 were not met, 1 of them stay as they are.',
      'Roles are taken from 2 of 3 users; at most 10 without saying so.',
      'Nothing was written.',
    ])
    expect(err).toContain('measure: 2 accounts, 1 changes, 0 not met')
    expect([await can('ann'), await can('bea')]).toEqual([true, true])
  })

  it('ends with 1 where the limit on mass removal stops it, and names the number', async () => {
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    const stopped = await command(['sync', '--allow-removals', '1', '--json'], { folder })
    expect([stopped.status, stopped.out]).toEqual([1, ''])
    expect(stopped.err).toContain('TRILATCH_SYNC_STOPPED')
    expect(stopped.err).toContain('it would take roles from 2 of 3 accounts, and at most 1 are allowed.')
    const dry = await command(['sync', '--allow-removals', '1', '--dry-run'], { folder })
    expect([dry.status, dry.out.includes('The pass would stop: allow 2 removals.')]).toEqual([1, true])
    expect(await can('ann')).toBe(true)
    vi.restoreAllMocks()
  })

  it('ends with 2 when the directory does not answer', async () => {
    trouble.down = true
    const { status, err } = await command(['sync'], { folder })
    trouble.down = false
    expect([status, err]).toEqual([2, 'trilatch: The pass over "ldap" broke off: connect ECONNREFUSED'])
    expect(await can('ann')).toBe(true)
  })

  it('breaks off when it is interrupted, and can be begun again at once', async () => {
    const ending = new AbortController()
    ending.abort(new Error('it was interrupted'))
    const { status, err } = await command(['sync'], { folder, interrupted: ending.signal })
    expect([status, err]).toEqual([2, 'trilatch: The pass over "ldap" broke off: it was interrupted'])
    expect(await can('ann')).toBe(true)
  })

  it('writes what differs', async () => {
    const { status, out } = await command(['sync', '--provider', 'ldap', '--json'], { folder })
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      directories: [
        { provider: 'ldap', dryRun: false, accounts: 2, changed: 1, gone: 1, missing: 1, stale: 0 },
      ],
    })
    expect([await can('ann'), await can('bea'), await can('cem')]).toEqual([false, false, true])
  })

  it.each([
    [['--provider', 'saml'], 'There is no directory "saml" that lists everybody. There are: ldap.'],
    [['--max-removal-share', '2'], 'It must be a number from 0 to 1.'],
    [['--allow-removals', 'x'], 'It must be a whole number.'],
  ])('ends with 2 for %j', async (args, message) => {
    const { status, err } = await command(['sync', ...args], { folder })
    expect(status).toBe(2)
    expect(err).toContain(message)
  })

  it('ends with 2 where the configuration names no strategies', async () => {
    const { status, err } = await command(['sync'])
    expect(status).toBe(2)
    expect(err).toContain('The configuration names no `strategies`')
  })
})
