import { TrilatchError, unavailable } from '../errors.ts'
import type { Change, Store, WriteOutcome } from './store.ts'

function readFailed(error: unknown): never {
  if (error instanceof TrilatchError && error.status === 503) throw error
  throw unavailable('The policy cannot be read at the moment.', error)
}

/**
 * A store whose failures are what the rest expects: a read that fails is _unavailable_ (503) and nothing else,
 * and a write that fails has an unknown end, for it may have been done.
 */
export function guardedStore(store: Store): Store {
  const reading =
    <Args extends unknown[], T>(read: (...args: Args) => T | Promise<T>) =>
    async (...args: Args): Promise<T> => {
      try {
        return await read(...args)
      } catch (error) {
        return readFailed(error)
      }
    }
  const write = async (change: Change): Promise<WriteOutcome> => {
    try {
      return await store.write(change)
    } catch (error) {
      return { status: 'unknown', detail: error instanceof Error ? error.message : 'the store failed' }
    }
  }
  return {
    ready: reading(() => store.ready()),
    // Kept synchronous where the store answers at once: an access is then one look-up away.
    view: (subject) => {
      try {
        const view = store.view(subject)
        return view instanceof Promise ? view.catch(readFailed) : view
      } catch (error) {
        return readFailed(error)
      }
    },
    write,
    members: reading((role, query) => store.members(role, query)),
    held: reading((role) => store.held(role)),
    user: reading((id) => store.user(id)),
    users: reading((query) => store.users(query)),
    audit: reading((query) => store.audit(query)),
    close: () => store.close(),
  }
}
