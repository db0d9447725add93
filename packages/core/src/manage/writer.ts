import { deepFreeze } from '../deep-freeze.ts'
import { TrilatchError, unavailable } from '../errors.ts'
import { writeChannel } from '../events.ts'
import { newTag } from '../store/new-tag.ts'
import type { AuditLine, Precondition, Store, WriteOutcome } from '../store/store.ts'
import type { Plan } from './plan.ts'

/** What a write gives back. */
export interface Written {
  /** The new version of what was written; the old one where there was nothing to do. */
  readonly version: string
  /** Whether anything changed. */
  readonly changed: boolean
}

/** A write was done. Published on `trilatch:write`, after the store has confirmed it. */
export type WriteEvent = AuditLine & { readonly tag: string }

/** How often a plan is made anew because something it looked at changed in the meantime. */
const maxTries = 8

/** The error for a write that was not done. */
export function errorOf(outcome: Exclude<WriteOutcome, { status: 'done' }>, action: string): TrilatchError {
  const message = `Cannot complete ${action}: ${outcome.detail}`
  if (outcome.status === 'unknown')
    return new TrilatchError('TRILATCH_WRITE_UNKNOWN', message, {
      status: 503,
      headers: { 'retry-after': '1' },
    })
  if (outcome.reason === 'unavailable') return unavailable(message)
  if (outcome.reason === 'too-large')
    return new TrilatchError('TRILATCH_OPTION_INVALID', message, { status: 422 })
  const code = {
    conflict: 'TRILATCH_CONFLICT',
    'last-administrator': 'TRILATCH_LAST_ADMINISTRATOR',
    'email-taken': 'TRILATCH_USER_EXISTS',
    'administrator-scoped': 'TRILATCH_ADMINISTRATOR_ROLE',
  } as const
  return new TrilatchError(code[outcome.reason], message, { status: 409 })
}

/** What a plan that changes nothing gives. */
export const unchangedBy = ({ expect }: Plan): Written => ({
  version: (expect.at(-1) as Precondition).version ?? '',
  changed: false,
})

/** Writes of this process that may wait for each other at one store. */
const maxWaiting = 1_000

/** The last write begun at each store, and how many wait. */
const queues = new WeakMap<Store, { last: Promise<unknown>; waiting: number }>()

/** Runs the writes of a process one after the other: they would only make each other's plans stale. */
async function inTurn<T>(store: Store, run: () => Promise<T>): Promise<T> {
  const queue = queues.get(store) ?? { last: Promise.resolve(), waiting: 0 }
  queues.set(store, queue)
  if (queue.waiting >= maxWaiting) throw unavailable('Too many writes are waiting.')
  queue.waiting++
  const turn = queue.last.then(run, run)
  queue.last = turn.catch(() => undefined)
  try {
    return await turn
  } finally {
    queue.waiting--
  }
}

/**
 * The one place that writes to a store. A plan names all it relies on; when the store finds that something has
 * changed, the plan is made anew from what is there now, and refuses by itself if that was what its caller saw.
 *
 * @throws TrilatchError `TRILATCH_CONFLICT`, `TRILATCH_LAST_ADMINISTRATOR` and `TRILATCH_USER_EXISTS`: nothing has
 * changed; `TRILATCH_WRITE_UNKNOWN`: it may be there, as a whole; `TRILATCH_UNAVAILABLE` when 1,000 writes wait or the store takes none;
 * `TRILATCH_OPTION_INVALID` when it is more than the store does in one step.
 */
export function writePlan(store: Store, actor: string, makePlan: () => Promise<Plan>): Promise<Written> {
  return inTurn(store, () => write(store, actor, makePlan))
}

/** Puts a line in the trail of something that was not done. @returns Whether it is there. Never rejects. */
export async function writeLine(store: Store, audit: AuditLine): Promise<boolean> {
  try {
    const change = { tag: newTag(), expect: [], operations: [], audit: deepFreeze({ ...audit }) }
    return (await store.write(change)).status === 'done'
  } catch {
    return false
  }
}

async function write(store: Store, actor: string, makePlan: () => Promise<Plan>): Promise<Written> {
  for (let tries = 1; ; tries++) {
    const plan = await makePlan()
    const { expect, operations, action, target, before, after, by } = plan
    if (operations.length === 0) return unchangedBy(plan)
    const tag = newTag()
    const audit = deepFreeze({ at: new Date().toISOString(), actor, action, target, before, after })
    const change = { tag, expect, operations, audit, ...(by === undefined ? {} : { by }) }
    const outcome = await store.write(change)
    if (outcome.status === 'done') {
      if (writeChannel.hasSubscribers) writeChannel.publish({ tag, ...audit } satisfies WriteEvent)
      return { version: outcome.version, changed: true }
    }
    const again = outcome.status === 'refused' && outcome.reason === 'conflict' && tries < maxTries
    if (!again) throw errorOf(outcome, action)
  }
}
