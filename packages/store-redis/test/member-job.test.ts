import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RedisStore } from '@trilatch/store-redis'
import { runCommand } from '../src/command.ts'
import { newNamespace, storeOf, write } from './support/content.ts'
import { assign, putRole, rolesOf } from './support/operations.ts'
import { startRedis } from './support/redis-server.ts'
import type { RedisServer } from './support/redis-server.ts'

let server: RedisServer
let client: Redis
let store: RedisStore
let namespace: string
const folder = mkdtempSync(join(tmpdir(), 'trilatch-members-'))
beforeAll(async () => {
  server = await startRedis()
  client = new Redis(server.port)
})
beforeEach(async () => {
  namespace = newNamespace()
  store = await storeOf({ client, namespace, notices: false, maxStalenessMs: 0 })
  await write(store, putRole('team'), putRole('other'), assign('s0', 'other'))
  for (const from of [0, 700])
    await write(store, ...Array.from({ length: 700 }, (_, i) => assign(`s${from + i}`, 'team')))
  await write(store, ...Array.from({ length: 20 }, (_, i) => assign(`s${i}`, 'team', `x${i}`)))
  await write(store, assign('only', 'team', 'y'), assign('only', 'team', 'z'))
})
afterEach(() => store.close())
afterAll(async () => {
  rmSync(folder, { recursive: true })
  client.disconnect()
  await server.stop()
})

async function command(...args: readonly string[]): Promise<readonly [number, readonly string[]]> {
  const lines: string[] = []
  const output = { out: (text: string) => lines.push(text), err: (text: string) => lines.push(text) }
  const url = `redis://127.0.0.1:${server.port}`
  return [await runCommand([...args, '--url', url, '--namespace', namespace], {}, output), lines]
}
const file = (...ids: readonly string[]): string => {
  const path = join(folder, 'ids')
  writeFileSync(path, `${ids.join('\n')}\n`)
  return path
}
const trail = async (): Promise<readonly string[]> =>
  (await store.audit({ limit: 200 })).items.filter(({ actor }) => actor === 'cli').map(({ action }) => action)
const countOf = async (role: string): Promise<number> => client.zcard(`{${namespace}}:2:members:${role}`)

describe('trilatch-store empty-role', () => {
  it('takes a role from everybody in steps, each with its line in the trail; then it can be removed', async () => {
    expect(await write(store, { kind: 'remove-role', id: 'team' })).toMatchObject({ reason: 'too-large' })
    const [status, lines] = await command('empty-role', 'team')
    expect([status, lines]).toEqual([
      0,
      ['500 of 1421', '1000 of 1421', '1400 of 1421', '1401 of 1421', 'Took "team" from 1401.'],
    ])
    expect(await rolesOf(store, 's0')).toEqual(['other'])
    expect(await store.held('team')).toBe(false)
    expect(await store.held('other')).toBe(true)
    expect(await trail()).toEqual(Array.from({ length: 4 }, () => 'members.empty'))
    const [last] = (await store.audit({ limit: 1 })).items
    expect(last?.before).toEqual([
      { subject: 'only', role: 'team', scope: 'y' },
      { subject: 'only', role: 'team', scope: 'z' },
    ])
    expect(await write(store, { kind: 'remove-role', id: 'team' })).toMatchObject({ status: 'done' })
  })

  it('that was stopped goes on where it was', async () => {
    await client.call('ACL', 'SETUSER', 'once', 'reset', 'on', '>secret', '~*', '&*', '+@all')
    const url = `redis://once:secret@127.0.0.1:${server.port}`
    const lines: string[] = []
    // After the first step the user of its connection may write no more.
    const out = (text: string): void => {
      lines.push(text)
      void client.call('ACL', 'SETUSER', 'once', '-xadd')
    }
    const status = await runCommand(
      ['empty-role', 'team', '--url', url, '--namespace', namespace],
      {},
      { out, err: out },
    )
    expect(status).toBe(1)
    expect(lines.at(-1)).toMatch(/a step is refused: .*may not XADD.*run the command again/)
    const left = await countOf('team')
    expect([400, 900]).toContain(left)
    const [, again] = await command('empty-role', 'team')
    expect(again.at(-1)).toBe(`Took "team" from ${left + 1}.`)
    expect(await countOf('team')).toBe(0)
  })

  it('leaves an administrator', async () => {
    await write(store, putRole('admin', { administrator: true }), assign('boss', 'admin'))
    const [status, lines] = await command('empty-role', 'admin')
    expect(status).toBe(1)
    expect(lines.at(-1)).toContain('no unsuspended administrator')
    expect(await rolesOf(store, 'boss')).toEqual(['admin'])
  })

  it.each([
    [['empty-role', 'teem'], 1, 'There is no role "teem".'],
    [['empty-role'], 2, 'empty-role takes 1 operand'],
    [['replace-members', 'team'], 2, 'replace-members takes 2 operands'],
    [['constructor'], 2, 'expected one of the commands init, accept, status, '],
  ] as const)('with %j ends with %i and says %s', async (args, status, text) => {
    const [ended, lines] = await command(...args)
    expect([ended, lines.join('\n')]).toEqual([status, expect.stringContaining(text)])
  })
})

describe('trilatch-store replace-members', () => {
  it('gives and takes in steps what is not so already; scoped assignments stay', async () => {
    const wanted = [
      ...Array.from({ length: 600 }, (_, i) => `n${i}`),
      ...Array.from({ length: 10 }, (_, i) => `s${i}`),
    ]
    const [status, lines] = await command('replace-members', 'team', file(...wanted, 'n1'))
    expect([status, lines.at(-1)]).toEqual([0, 'Gave "team" to 600 and took it from 1390.'])
    expect(await countOf('team')).toBe(610)
    expect(await rolesOf(store, 's15')).toEqual(['team'])
    expect((await store.view('s15')).subject?.assignments).toEqual([{ role: 'team', scope: 'x15' }])
    expect(await trail()).toEqual(Array.from({ length: 3 }, () => 'members.change'))
    expect((await command('replace-members', 'team', file(...wanted)))[1]).toEqual([
      'Gave "team" to 0 and took it from 0.',
    ])
  })

  it('changes nothing when a line cannot be an id, or there is no such role', async () => {
    expect(await command('replace-members', 'team', file('a', 'trilatch:off'))).toEqual([
      1,
      [expect.stringMatching(/line 2 of .*ids: /)],
    ])
    expect(await command('replace-members', 'teem', file('a'))).toEqual([1, ['There is no role "teem".']])
    expect(await countOf('team')).toBe(1_400)
    expect(await store.held('teem')).toBe(false)
  })
})
