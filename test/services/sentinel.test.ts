import { Redis } from 'ioredis'
import { beforeAll, expect, it } from 'vitest'
import { startSentinel } from './sentinel.ts'
import type { SentinelGroup } from './sentinel.ts'

let group: SentinelGroup

beforeAll(async () => {
  group = await startSentinel({ password: 'secret' })
  return () => group.stop()
})

it('Sentinels lead a client to the primary, and to the replica when the primary is gone', async () => {
  const { name, addresses } = group
  const client = new Redis({
    sentinels: addresses.map((address) => ({ ...address })),
    name,
    password: 'secret',
  })
  client.on('error', () => {})
  try {
    const [first, second] = group.servers
    expect(await group.primary()).toBe(first)
    await client.set('a', 1)
    expect(await client.wait(1, 10_000)).toBe(1)

    await first?.kill()
    expect(first && (await group.failedOver(first))).toBe(second)
    expect(await group.primary()).toBe(second)
    expect(await client.get('a')).toBe('1')
  } finally {
    client.disconnect()
  }
})
