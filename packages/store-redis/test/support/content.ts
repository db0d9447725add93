import { randomBytes } from 'node:crypto'
import { newTag } from '@trilatch/core'
import type { Operation, Store } from '@trilatch/core'
import { redisStore } from '@trilatch/store-redis'
import type { RedisStore, RedisStoreOptions } from '@trilatch/store-redis'
import type { Content } from '../../../../test/contracts/store-contract.ts'

export const newNamespace = (): string => `t${randomBytes(6).toString('hex')}`

export const write = (store: Store, ...operations: readonly Operation[]): ReturnType<Store['write']> =>
  store.write({
    tag: newTag(),
    expect: [],
    operations,
    audit: {
      at: '2026-01-01T00:00:00.000Z',
      actor: 'setup',
      action: 'setup',
      target: '',
      before: null,
      after: null,
    },
  })

/** A store of its own namespace that holds the content and nothing else. */
export async function storeOf(options: RedisStoreOptions, content: Content = {}): Promise<RedisStore> {
  const store = redisStore({ namespace: newNamespace(), create: true, deadlineMs: 5_000, ...options })
  await store.ready()
  const { roles = [], assignments = [] } = content
  const operations: Operation[] = [
    ...roles.map((role) => ({ kind: 'put-role' as const, role })),
    ...assignments.map((assignment) => ({ kind: 'assign' as const, assignment })),
  ]
  if (operations.length > 0) {
    const outcome = await write(store, ...operations)
    if (outcome.status !== 'done') throw new Error(`Cannot set up: ${JSON.stringify(outcome)}`)
  }
  return store
}
