// What is worked out for a version of the policy goes with it, whoever asked while it lasted.
import { setFlagsFromString } from 'node:v8'
import { setImmediate as turn } from 'node:timers/promises'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createAuthorizer, memoryStore } from '../../src/index.ts'
import type { Store, StoreView } from '../../src/index.ts'
import { grant, permissions } from './support.ts'

setFlagsFromString('--expose-gc')
const gc = runInNewContext('gc') as () => void

/** Collects, with turns between, for what a finished job may still hold. */
async function collect(): Promise<number> {
  for (let i = 0; i < 4; i++) {
    await turn()
    gc()
  }
  return process.memoryUsage().heapUsed
}

const [versions, names] = [300, 3_000]
/** A version that is kept costs about 400 KB here: 300 of them would be far beyond. */
const bound = 15_000_000

describe('Old versions of the policy', () => {
  it('are not kept alive by subjects that asked then: 300 of them leave two at most, and 15 MB', async () => {
    const inner = memoryStore({ roles: [{ id: 'runner', rules: [grant('job.run', 'eu.*')] }] })
    const seen: WeakRef<object>[] = []
    const store: Store = {
      ...inner,
      view: (subject) => {
        const view = inner.view(subject) as StoreView
        if (seen.at(-1)?.deref() !== view.policy) seen.push(new WeakRef(view.policy))
        return view
      },
    }
    const authorizer = createAuthorizer({ permissions, store })
    const manager = authorizer.manage('boss')
    const write = async (i: number): Promise<void> => {
      await manager.setRule('runner', grant('job.run', `eu.${i % 7}*`), await manager.role('runner'))
      const access = await authorizer.access({ id: `subject ${i}`, roles: ['runner'] })
      const items = Array.from({ length: names }, (_, at) => `eu.${at}`)
      expect(access.filter('job.run', items).length).toBeGreaterThan(0)
    }
    for (let i = 0; i < 20; i++) await write(i)
    const before = await collect()
    for (let i = 0; i < versions; i++) await write(i)
    const grown = (await collect()) - before
    expect(seen.length).toBeGreaterThan(versions)
    expect(seen.filter((ref) => ref.deref() !== undefined).length).toBeLessThanOrEqual(2)
    expect(grown).toBeLessThan(bound)
  }, 60_000)
})
