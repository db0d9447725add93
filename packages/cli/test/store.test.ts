// `trilatch store` is the command of the store's own package.
import { describe, expect, it } from 'vitest'
import { command } from './support/command.ts'
import { startRedis } from '../../../test/services/redis.ts'

describe('trilatch store', () => {
  it('makes a store, tells what it holds, and makes none where there is one', async () => {
    const server = await startRedis()
    try {
      const environment = { REDIS_URL: `redis://127.0.0.1:${server.port}` }
      const none = await command(['store', 'status'], { environment })
      expect([none.status, none.out + none.err]).toEqual([3, expect.stringContaining('no store') as string])
      expect((await command(['store', 'init', '--namespace', 'shop'], { environment })).status).toBe(0)
      const there = await command(['store', 'status', '--namespace', 'shop'], { environment })
      expect([there.status, there.err]).toEqual([0, ''])
      expect((await command(['store', 'init', '--namespace', 'shop'], { environment })).status).toBe(1)
    } finally {
      await server.stop()
    }
  })

  it('says how it is used', async () => {
    const { status, out } = await command(['store', '--help'])
    expect(status).toBe(0)
    expect(out).toContain('accept   End an alarm and go on without what was lost')
    const wrong = await command(['store', 'mend'])
    expect([wrong.status, wrong.err]).toEqual([2, expect.stringContaining('init, accept, status') as string])
  })
})
