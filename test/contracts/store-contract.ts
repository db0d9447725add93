// The store contract of '@trilatch/core' as tests: run it over a store of your own.
import { describe } from 'vitest'
import { administratorContract } from './store-administrators.ts'
import { applicationContract } from './store-applications.ts'
import { emailContract } from './store-emails.ts'
import { epochContract } from './store-epochs.ts'
import type { MakeStore } from './store-kit.ts'
import { groupContract } from './store-groups.ts'
import { listContract } from './store-lists.ts'
import { onDemandContract } from './store-on-demand.ts'
import { preconditionContract } from './store-preconditions.ts'
import { trailContract } from './store-trail.ts'
import { vaultContract } from './store-vault.ts'
import { searchContract } from './store-search.ts'
import { viewContract } from './store-views.ts'
import { writeContract } from './store-writes.ts'

export type { Content, MakeStore } from './store-kit.ts'

/**
 * Registers the whole contract for one store.
 *
 * @param makeStore Gives a new and independent store each time, holding the content and nothing else; it is closed after each test.
 */
export function storeContract(name: string, makeStore: MakeStore): void {
  describe(`The store contract over ${name}`, () => {
    viewContract(makeStore)
    writeContract(makeStore)
    preconditionContract(makeStore)
    administratorContract(makeStore)
    emailContract(makeStore)
    epochContract(makeStore)
    groupContract(makeStore)
    listContract(makeStore)
    trailContract(makeStore)
    applicationContract(makeStore)
    onDemandContract(makeStore)
    vaultContract(makeStore)
    searchContract(makeStore)
  })
}
