// What is begun and ended in one process holds and ends in another, and what that costs.
import { createAuthorizer, definePermissions } from '@trilatch/core'
import { describe, expect, it } from 'vitest'
import type { RedisStoreOptions } from '@trilatch/store-redis'
import { newNamespace, write } from './support/content.ts'
import { GatedClient } from './support/gated-client.ts'
import { assign, putRole } from './support/operations.ts'
import { useRedis } from './support/server.ts'
import { still } from './support/still-clock.ts'

const permissions = definePermissions({ 'job.run': 'Run Job' })
const used = useRedis(still)

/** A process that reads when it is asked, and not by itself. */
async function make(namespace: string, options: Partial<RedisStoreOptions> = {}) {
  const store = await used.store({ namespace, ...options })
  const authorizer = createAuthorizer({ permissions, store })
  await authorizer.ready()
  return { store, authorizer, manager: authorizer.manage('boss') }
}
const { scripts } = used

describe('A session that was begun in one process', () => {
  it('holds in another at once, for one command, although that one held the record from before', async () => {
    const namespace = newNamespace()
    const [here, there] = [await make(namespace), await make(namespace)]
    await write(here.store, putRole('runner'), assign('ann', 'runner'))
    await there.authorizer.access({ id: 'ann' })
    const { epoch } = await here.manager.endSessions('ann')
    const before = await scripts()
    expect((await there.authorizer.access({ id: 'ann', epoch })).signedIn).toBe(true)
    expect(await scripts()).toBe(before + 1)
    for (let i = 0; i < 100; i++) await there.authorizer.access({ id: 'ann', epoch })
    expect(await scripts()).toBe(before + 1)
  })

  it('that has ended costs the other one command, and no more in the same second', async () => {
    const namespace = newNamespace()
    const [here, there] = [await make(namespace), await make(namespace)]
    const { epoch } = await here.manager.beginSession('ann')
    expect((await there.authorizer.access({ id: 'ann', epoch })).signedIn).toBe(true)
    await here.manager.endSessions('ann')
    await there.store.reread('ann')
    const before = await scripts()
    for (let i = 0; i < 20; i++)
      expect((await there.authorizer.access({ id: 'ann', epoch })).signedIn).toBe(false)
    expect(await scripts()).toBeLessThanOrEqual(before + 2)
  })

  it('is read again, and not from a reply to what was sent before', async () => {
    const namespace = newNamespace()
    const gated = new GatedClient(used.server.port)
    const here = await make(namespace)
    const there = await make(namespace, { client: gated })
    await here.manager.beginSession('ann')
    const letGo = gated.holdReplies()
    const first = there.store.view('ann')
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { epoch } = await here.manager.endSessions('ann')
    const again = there.store.reread('ann')
    letGo()
    expect((await first).subject?.epoch).not.toBe(epoch)
    expect((await again).subject?.epoch).toBe(epoch)
    gated.disconnect()
  })
})
