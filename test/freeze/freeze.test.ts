import { expect, it } from 'vitest'
import { freeze } from './freeze.ts'

it.concurrent.each(['ioredis', 'node-redis'] as const)(
  'while Redis stands still (%s), answers end with the lease, 16 commands wait at most, and afterwards all is right',
  async (client) => {
    const maxStalenessMs = 300
    const found = await freeze({ client, frozenMs: 2_000, aroundMs: 300, rate: 500, maxStalenessMs })
    const { before, during, after } = found
    expect([before.wrong, during.wrong, after.wrong]).toEqual([0, 0, 0])
    expect(before.right).toBeGreaterThan(0)
    expect(found.answeredForMs).toBeLessThanOrEqual(maxStalenessMs)
    expect(Object.keys(during.errors)).toEqual(['TRILATCH_UNAVAILABLE'])
    expect(found.mostPending).toBeGreaterThan(1)
    expect(found.mostPending).toBeLessThanOrEqual(16)
    expect(after.right).toBeGreaterThan(0)
  },
)
