import { TrilatchError, unavailable } from '../errors.ts'
import { isThenable } from '../maybe-promise.ts'
import type { LeanView, OnDemandStore } from './on-demand.ts'
import type { Change, Store, StoreView, WriteOutcome } from './store.ts'

function readFailed(error: unknown): never {
  if (error instanceof TrilatchError && error.status === 503) throw error
  throw unavailable('The policy cannot be read at the moment.', error)
}

/** How long a write may take, in milliseconds, before its end counts as unknown. */
const writeDeadlineMs = 10_000

/** An outcome, or `unknown` when none comes in time: a write that never ends must not hold up those behind it. */
async function within(outcome: Promise<WriteOutcome>, ms: number): Promise<WriteOutcome> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<WriteOutcome>((resolve) => {
    timer = setTimeout(
      () => resolve({ status: 'unknown', detail: `the store did not answer within ${ms} ms` }),
      ms,
    )
    timer.unref()
  })
  try {
    return await Promise.race([outcome, late])
  } finally {
    clearTimeout(timer)
  }
}

/** The on-demand side of a store; its failures are _unavailable_ too. */
function guardedOnDemand(store: OnDemandStore, checkOpen: () => void): OnDemandStore {
  const checked = (view: LeanView): LeanView => {
    if (typeof view?.policy?.version === 'string' && view.subject !== undefined) return view
    return readFailed(new TypeError('The store gave no view of a policy'))
  }
  const reading = <T>(read: () => T | Promise<T>): T | Promise<T> => {
    checkOpen()
    try {
      const found = read()
      return isThenable(found) ? Promise.resolve(found).catch(readFailed) : found
    } catch (error) {
      return readFailed(error)
    }
  }
  const viewing =
    <Id extends string | null>(read: (subject: Id) => LeanView | Promise<LeanView>) =>
    (subject: Id): LeanView | Promise<LeanView> =>
      reading(() => {
        const view = read(subject)
        return isThenable(view) ? Promise.resolve(view).then(checked) : checked(view)
      })
  return {
    open: async (roles) => reading(() => store.open?.(roles)),
    view: viewing((subject) => store.view(subject)),
    reread: viewing((subject) => store.reread(subject)),
    bundle: async (key) => reading(() => store.bundle(key)),
    putBundle: async (key, bundle) => reading(() => store.putBundle(key, bundle)),
    roles: async (policy, ids) => reading(() => store.roles(policy, ids)),
  }
}

function checkView(view: StoreView): StoreView {
  if (view?.policy?.roles instanceof Map && view.subject !== undefined) return view
  throw unavailable(
    'The policy cannot be read at the moment.',
    new TypeError('The store gave no view of a policy'),
  )
}

/**
 * A store whose failures are what the rest expects: a read that fails is _unavailable_ (503) and nothing else,
 * and a write that fails, or does not end in time, has an unknown end, for it may have been done.
 *
 * @param checkOpen Throws once the store may no longer be used.
 */
export function guardedStore(store: Store, checkOpen: () => void = () => {}): Store {
  const reading =
    <Args extends unknown[], T>(read: (...args: Args) => T | Promise<T>) =>
    async (...args: Args): Promise<T> => {
      checkOpen()
      try {
        return await read(...args)
      } catch (error) {
        return readFailed(error)
      }
    }
  const settled = async (write: () => Promise<WriteOutcome>): Promise<WriteOutcome> => {
    try {
      return await write()
    } catch (error) {
      return { status: 'unknown', detail: error instanceof Error ? error.message : 'the store failed' }
    }
  }
  const attempt = (change: Change): Promise<WriteOutcome> => settled(() => store.write(change))
  /** The tag is the idempotency key: asking again tells how a write ended, and does it if it had not been done. */
  const attemptTwice = async (change: Change): Promise<WriteOutcome> => {
    const outcome = await attempt(change)
    if (outcome.status !== 'unknown') return outcome
    const again = await attempt(change)
    // That the store takes no writes now says nothing about the first attempt.
    return again.status === 'refused' && again.reason === 'unavailable' ? outcome : again
  }
  // Kept synchronous where the store answers at once: an access is then one look-up away.
  const viewing =
    <Id extends string | null>(read: (subject: Id) => StoreView | Promise<StoreView>) =>
    (subject: Id): StoreView | Promise<StoreView> => {
      checkOpen()
      try {
        const view = read(subject)
        return isThenable(view) ? Promise.resolve(view).then(checkView, readFailed) : checkView(view)
      } catch (error) {
        return readFailed(error)
      }
    }
  return {
    ...(store.deadlineMs === undefined ? {} : { deadlineMs: store.deadlineMs }),
    ready: reading(() => store.ready()),
    view: viewing((subject) => store.view(subject)),
    reread: viewing((subject) => (store.reread === undefined ? store.view(subject) : store.reread(subject))),
    write: async (change) => {
      checkOpen()
      return within(attemptTwice(change), writeDeadlineMs)
    },
    touchGroups: async (touched) => {
      checkOpen()
      return within(
        settled(() => store.touchGroups(touched)),
        writeDeadlineMs,
      )
    },
    members: reading((role, query) => store.members(role, query)),
    scopedMembers: reading((role, limit) => store.scopedMembers(role, limit)),
    held: reading((role) => store.held(role)),
    user: reading((id) => store.user(id)),
    userByEmail: reading((email) => store.userByEmail(email)),
    users: reading((query) => store.users(query)),
    audit: reading((query) => store.audit(query)),
    trail: reading((query) => store.trail(query)),
    applications: reading(() => store.applications()),
    publish: reading((publication) => store.publish(publication)),
    ...(store.onDemand === undefined ? {} : { onDemand: guardedOnDemand(store.onDemand, checkOpen) }),
    vault: {
      get: reading((place) => store.vault.get(place)),
      put: reading((document) => store.vault.put(document)),
      replace: reading((document, seen) => store.vault.replace(document, seen)),
      take: reading((place) => store.vault.take(place)),
      count: reading((place, by, span) => store.vault.count(place, by, span)),
      forget: reading((place) => store.vault.forget(place)),
    },
    health: () => store.health?.() ?? { status: 'ok', details: {} },
    close: () => store.close(),
  }
}
