import { verifyTrail } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { expect } from 'vitest'

/** How many entries a trail has; fails where it is not what was written. */
export async function intactTrail(store: Store): Promise<number> {
  const { findings, entries } = await verifyTrail((after) =>
    store.trail(after === undefined ? { limit: 200 } : { limit: 200, after }),
  )
  expect(findings).toEqual([])
  return entries
}
