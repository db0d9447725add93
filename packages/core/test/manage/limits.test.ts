// What could grow without end has a limit: writes that wait, and the audit trail of a memory store.
import { expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
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

it('there are at most 10,000 mapping rows, whichever way they come', async () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => ({
    provider: 'acme',
    group: `g${i}`,
    roles: ['runner'],
  }))
  const store = memoryStore({ roles: [{ id: 'runner', rules: [] }], mappings: rows })
  const manager = createAuthorizer({ permissions, store, providers: { acme: 'plain' } }).manage('tester')
  const { version } = await manager.mappings()
  const more = { provider: 'acme', group: 'more' }
  await expect(manager.addGroup('runner', more, { version })).rejects.toMatchObject({
    code: 'TRILATCH_OPTION_INVALID',
    status: 422,
    message:
      'Cannot add a group: there are 10000 mapping rows already, which is the most. Have several roles in one row, or a pattern for several groups',
  })
  expect((await manager.mappings()).version).toBe(version)
})
