import type { Operation } from '../store/store.ts'
import type { Vault } from '../store/vault.ts'
import type { ManageContext } from './context.ts'

/**
 * A vault in the hands of somebody whose writes are judged: looking and counting as ever, while entries that no write of
 * `accounts` answers for are an administrator's to keep, replace and take.
 */
export function judgedVault(vault: Vault, judge: NonNullable<ManageContext['judge']>): Vault {
  const allow = async (operation: Operation): Promise<void> => {
    const nothing = { expect: [], action: 'vault', target: 'accounts', before: null, after: null }
    await judge({ ...nothing, operations: [operation] })
  }
  return {
    ...vault,
    put: async (entry) => {
      await allow({ kind: 'put-entry', entry })
      return vault.put(entry)
    },
    replace: async (entry, seen) => {
      await allow({ kind: 'put-entry', entry })
      return vault.replace(entry, seen)
    },
    take: async (entry) => {
      await allow({ kind: 'remove-entry', entry })
      return vault.take(entry)
    },
  }
}
