// A sequence of random writes of two clients at the same time, each measured by what its writer held.
import { credentialKind, linksKind, TrilatchError } from '@trilatch/core'
import type { Change, ExportedPolicy, Operation, Store, SubjectRecord } from '@trilatch/core'
import { Random } from '../simulation/random.ts'
import { acts, kinds } from './acts.ts'
import { authorizerOver, people, settle, writers } from './firm.ts'
import {
  hasAdministrator,
  isAdministrator,
  rightsHeld,
  rightsOf,
  rightsOfRole,
  stateOf,
  textsOf,
  without,
} from './rights.ts'
import type { State } from './rights.ts'

/** Where a sequence happens: what each of two processes writes to, and what shows the state as it is. */
export interface Place {
  readonly clients: readonly [Store, Store]
  readonly observer: Store
  close(): Promise<void>
}

/** What came of sequences: how often each kind changed something for somebody who is no administrator, and each code. */
export interface Tally {
  steps: number
  writes: number
  readonly accepted: Map<string, number>
  readonly refused: Map<string, number>
}

export const emptyTally = (): Tally => ({ steps: 0, writes: 0, accepted: new Map(), refused: new Map() })

const count = (counts: Map<string, number>, key: string): void =>
  void counts.set(key, (counts.get(key) ?? 0) + 1)

/** Something that must not have happened. */
export class Violation extends Error {}

/** Users whom a step has in its hands: whose sessions, password, links or being there it changes. */
function touched(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'put-user':
      return [operation.user.id]
    case 'remove-user':
      return [operation.id]
    case 'new-epoch':
      return [operation.subject]
    case 'put-entry':
    case 'remove-entry':
      return [credentialKind, linksKind].includes(operation.entry.kind) ? [operation.entry.key] : []
    default:
      return []
  }
}

/** What is kept of somebody, but for when it was written, and for roles that are not there. */
function recordText(record: SubjectRecord | null, { roles }: State): string {
  const { version: _, assignments = [], groups = [], ...rest } = record ?? {}
  const said = groups.map(({ provider, groups: names }) => [provider, names])
  return JSON.stringify([rest, said, assignments.filter(({ role }) => roles.has(role))])
}

/** Refuses what a write by somebody has done, if it may not have. */
function judge(actor: string, { operations, audit }: Change, before: State, after: State): void {
  const fail = (what: string): never => {
    throw new Violation(`${actor} by ${audit.action} of ${audit.target}: ${what}`)
  }
  if (!hasAdministrator(after)) fail('nobody is an administrator any more')
  const own = rightsOf(before, actor)
  if (isAdministrator(before, actor) && before.records.get(actor)?.suspended !== true) return
  for (const id of people) {
    const gained = without(without(rightsOf(after, id), rightsOf(before, id)), own)
    if (gained !== 0n) fail(`${id} gained ${textsOf(gained).join(', ')}`)
    if (isAdministrator(before, id) !== isAdministrator(after, id))
      fail(`${id} is an administrator, or no more`)
    // A role that is gone is gone from whoever had it, and an administrator may do no less without it.
    const [was, is] = [before, after].map(({ records }) => recordText(records.get(id) ?? null, after))
    if (isAdministrator(before, id) && was !== is) fail(`the administrator ${id} is another`)
  }
  for (const [id, role] of [...before.roles, ...after.roles])
    if (
      role.administrator === true &&
      before.roles.get(id) !== after.roles.get(id) &&
      JSON.stringify(before.roles.get(id)) !== JSON.stringify(after.roles.get(id))
    )
      fail(`the administrator role ${id} is another`)
  for (const id of operations.flatMap(touched)) {
    if (isAdministrator(before, id)) fail(`the administrator ${id} was in their hands`)
    const more = without(rightsHeld(before, id), own)
    if (more !== 0n) fail(`${id}, who holds ${textsOf(more).join(', ')}, was in their hands`)
  }
  const promised = (audit.after as { readonly roles?: unknown } | null)?.roles
  if (audit.action === 'invitation.create')
    for (const role of promised as readonly string[]) {
      const more = without(rightsOfRole(before.roles, { role }), own)
      if (more !== 0n) fail(`${role} was promised, with ${textsOf(more).join(', ')}`)
    }
}

/** Answers that a write may end with; all else is a fault. */
const refusals = new Set([403, 404, 409, 422])

/**
 * Carries out a sequence: two clients, each writing in the name of somebody else at every step, plan at the same time. What
 * they write is looked at write by write.
 *
 * @throws Violation for what must not have happened
 */
export async function runSequence(place: Place, seed: number, steps: number, tally: Tally): Promise<void> {
  const { clients, observer } = place
  const program = authorizerOver(clients[0])
  await settle(program)
  const begun: ExportedPolicy = await program.manage('program').exportPolicy()
  let state = await stateOf(observer)
  let turn: Promise<unknown> = Promise.resolve()
  const violations: unknown[] = []
  /** @param done Is told of each write that was done. */
  const watched = (store: Store, done: (before: State) => void): Store => ({
    ...store,
    // One write at a time, so that what each has changed can be told; plans are made whenever.
    write: (change) => {
      const write = turn.then(async () => {
        const before = state
        const outcome = await store.write(change)
        // What changes nothing is a line of the trail: of an attempt that was refused.
        if (outcome.status !== 'done' || change.operations.length === 0) return outcome
        state = await stateOf(observer)
        done(before)
        try {
          judge(change.audit.actor, change, before, state)
        } catch (error) {
          violations.push(error)
        }
        return outcome
      })
      turn = write.catch(() => undefined)
      return write
    },
  })
  const client = async (store: Store, number: number): Promise<void> => {
    let [who, kind] = ['', '']
    const authorizer = authorizerOver(
      watched(store, (before) => {
        tally.writes++
        if (!isAdministrator(before, who)) count(tally.accepted, kind)
      }),
    )
    const random = new Random(seed * 2 + number)
    const exported = [begun]
    for (let step = number; step < steps && violations.length === 0; step += clients.length) {
      tally.steps++
      who = random.of(writers)
      kind = random.of(kinds)
      const as = { as: { id: who } }
      const [manager, accounts] = [authorizer.manage(who, as), authorizer.accounts(who, as)]
      try {
        await acts[kind]?.({ random, who, authorizer, exported, manager, accounts })
      } catch (error) {
        if (!(error instanceof TrilatchError) || !refusals.has(error.status ?? 0)) throw error
        count(tally.refused, error.code)
      }
    }
  }
  await Promise.all(clients.map(client))
  if (violations.length > 0) throw violations[0]
}
