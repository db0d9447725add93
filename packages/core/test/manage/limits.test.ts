// What could grow without end has a limit: writes that wait, and the audit trail of a memory store.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore, readPolicy } from '../../src/index.ts'
import type { Change } from '../../src/index.ts'
import { permissions } from '../authorizer/support.ts'
import { managed } from './support.ts'

it('more than 1,000 writes that wait are refused as unavailable, and the others are done', async () => {
  const { manager } = managed()
  const writes = Array.from({ length: 1_010 }, (_, i) =>
    manager.assign({ subject: `person${i}`, role: 'runner' }),
  )
  const ended = await Promise.allSettled(writes)
  const refused = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []))
  expect(refused).toHaveLength(10)
  for (const error of refused) {
    expect(error).toMatchObject({
      code: 'TRILATCH_UNAVAILABLE',
      message: 'Too many writes are waiting.',
      status: 503,
    })
  }
  // The queue is not full for good.
  expect(await manager.assign({ subject: 'late', role: 'runner' })).toMatchObject({ changed: true })
})

it('a memory store keeps the newest 10,000 lines of its audit trail', async () => {
  const store = memoryStore({ roles: [{ id: 'runner', rules: [] }] })
  const audit = {
    at: '2026-01-01T00:00:00.000Z',
    actor: 'a',
    action: 'b',
    target: 'c',
    before: null,
    after: null,
  }
  const change = (i: number): Change => ({ tag: `tag${i}`, expect: [], operations: [], audit })
  for (let i = 1; i <= 10_005; i++) await store.write(change(i))
  const lines: number[] = []
  let page = await store.audit({ limit: 200 })
  lines.push(...page.items.map(({ sequence }) => sequence))
  while (page.next !== undefined) {
    page = await store.audit({ limit: 200, after: page.next })
    lines.push(...page.items.map(({ sequence }) => sequence))
  }
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([10_000, 10_005, 6])
})

describe('There are at most 10,000 mapping rows', () => {
  const rowsOf = (count: number) =>
    Array.from({ length: count }, (_, i) => ({ provider: 'acme', group: `g${i}`, roles: ['runner'] }))
  const roles = [
    { id: 'runner', rules: [] },
    { id: 'other', rules: [] },
  ]
  const full = () => {
    const store = memoryStore({ roles, mappings: rowsOf(10_000) })
    return createAuthorizer({ permissions, store, providers: { acme: 'plain' } }).manage('tester')
  }
  const document = { format: 1 as const, roles, mappings: rowsOf(10_001) }
  const message =
    'there are at most 10000 mapping rows; have several roles in one row, or a pattern for several groups'
  const tooMany = expect.objectContaining({
    path: ['mappings'],
    message,
  }) as unknown

  it('and no group more one by one, where that needs a row more', async () => {
    const manager = full()
    const { version } = await manager.mappings()
    await expect(
      manager.addGroup('runner', { provider: 'acme', group: 'more' }, { version }),
    ).rejects.toMatchObject({
      code: 'TRILATCH_OPTION_INVALID',
      status: 422,
      message:
        'Cannot add a group: there are 10000 mapping rows already, which is the most. Have several roles in one row, or a pattern for several groups',
    })
    expect((await manager.mappings()).version).toBe(version)
    const there = await manager.addGroup('other', { provider: 'acme', group: 'g7' }, { version })
    expect(there.changed).toBe(true)
  })

  it('and none more by an import, nor in its plan', async () => {
    const manager = full()
    const { version } = await manager.exportPolicy()
    for (const written of [manager.importPolicy(document, { version }), manager.planImport(document)])
      await expect(written).rejects.toMatchObject({ status: 422, issues: [tooMany] })
    expect((await manager.exportPolicy()).version).toBe(version)
  })

  it('and none more all at once', async () => {
    const manager = full()
    const { version } = await manager.mappings()
    await expect(manager.replaceMappings(rowsOf(10_001), { version })).rejects.toMatchObject({
      status: 422,
      issues: [{ path: [], message }],
    })
  })

  it('and none more in a document, or in the content of a store', () => {
    expect(() => readPolicy(JSON.stringify(document))).toThrow(message)
    expect(() => memoryStore({ roles, mappings: rowsOf(10_001) })).toThrow(message)
  })
})
