import { newTag } from '@trilatch/core'
import type { AuditEntry, Operation, Precondition } from '@trilatch/core'
import { longMs } from './connection.ts'
import type { Connection } from './connection.ts'
import { openRole, openSubject } from './documents.ts'
import { gather, texts } from './gather.ts'
import { createLists } from './lists.ts'
import { fromOrderKey } from './order-key.ts'
import { Turns } from './turns.ts'
import type { Writer } from './writer.ts'

/** How many subjects a step gives a role, and from how many it takes it: 1,000 are the most of one write. */
const stepSize = 500
/** How often a step that is unknown is sent, and how often holders may be gone before they are asked about. */
const maxTries = 3

/** What more members than one write may change are changed with: not as a whole, but step by step. */
export interface MemberJob {
  readonly connection: Connection
  readonly store: string
  readonly writer: Writer
  readonly actor: string
  /** Called after each step with how many are done, of about how many. */
  readonly onStep: (done: number, all: number) => void
}

interface Step extends Pick<AuditEntry, 'action' | 'target' | 'before' | 'after'> {
  readonly operations: readonly Operation[]
  readonly expect?: readonly Precondition[]
}

/**
 * Takes a role from everybody who holds it, with a scope or without. Stopped at any moment, it goes on where it was
 * when it is run again.
 *
 * @returns From how many it was taken; `undefined` when there is no such role and nobody holds it.
 * @throws Error when a step is refused or unknown; those before it are done
 */
export async function emptyRole(job: MemberJob, role: string): Promise<number | undefined> {
  const { connection, store, onStep } = job
  const { keys, seal } = connection
  const [stored, plain, scoped] = await gather(connection, store, [
    ['HGET', keys.roles, role],
    ['ZCARD', keys.members(role)],
    ['SCARD', keys.scoped(role)],
  ])
  const all = Number(plain) + Number(scoped)
  if (stored === null && all === 0) return undefined
  let done = 0
  for (let tries = 0; ; tries++) {
    const ids = await someHolders(job, role)
    if (ids.length === 0) return done
    const steps = ids.map((id) => ['GET', keys.subject(id)] as const)
    const records = (await gather(connection, store, steps)).map((text, i) =>
      openSubject(seal, ids[i] ?? '', text),
    )
    const held = records.flatMap((record) =>
      (record?.assignments ?? [])
        .filter((assignment) => assignment.role === role)
        .map((assignment) => ({ subject: record?.id ?? '', ...assignment })),
    )
    // Somebody else may have taken it from all of them in between, but not again and again.
    if (held.length === 0 && tries >= maxTries)
      throw new Error(`the index of role ${JSON.stringify(role)} names subjects that do not hold it`)
    if (held.length === 0) continue
    await perform(job, {
      operations: held.map((assignment) => ({ kind: 'unassign', assignment })),
      action: 'members.empty',
      target: role,
      before: held,
      after: [],
    })
    tries = 0
    done += ids.length
    onStep(done, Math.max(all, done))
  }
}

async function someHolders({ connection, store }: MemberJob, role: string): Promise<readonly string[]> {
  const { keys } = connection
  const [plain, scoped] = await gather(connection, store, [
    ['ZRANGEBYLEX', keys.members(role), '-', '+', 'LIMIT', '0', String(stepSize)],
    ['SRANDMEMBER', keys.scoped(role), String(stepSize)],
  ])
  const members = texts(plain).map(fromOrderKey)
  return members.length > 0 ? members : texts(scoped)
}

/**
 * Makes these subjects the members of a role; scoped assignments stay. Run again after a stop, it does what is left.
 *
 * @returns How many it was given to, and from how many it was taken; `undefined` when there is no such role.
 * @throws Error when a step is refused or unknown; those before it are done
 */
export async function replaceMembers(
  job: MemberJob,
  role: string,
  wanted: ReadonlySet<string>,
): Promise<{ readonly given: number; readonly taken: number } | undefined> {
  const { connection, store, onStep } = job
  const { keys, seal } = connection
  const versionOf = async (): Promise<string | undefined> => {
    const [stored] = await gather(connection, store, [['HGET', keys.roles, role]])
    return typeof stored === 'string' ? openRole(seal, role, stored).version : undefined
  }
  if ((await versionOf()) === undefined) return undefined
  const before = new Set<string>()
  const lists = createLists(connection, new Turns(connection.clock, longMs), () => store)
  for (let after: string | undefined = ''; after !== undefined;) {
    const page = await lists.members(role, { limit: stepSize, ...(after === '' ? {} : { after }) })
    for (const id of page.items) before.add(id)
    after = page.next
  }
  const given = [...wanted].filter((id) => !before.has(id))
  const taken = [...before].filter((id) => !wanted.has(id))
  for (let from = 0; from < Math.max(given.length, taken.length); from += stepSize) {
    const [more, less] = [given, taken].map((ids) => ids.slice(from, from + stepSize)) as [string[], string[]]
    const version = await versionOf()
    // A role that was removed in between is given to nobody.
    if (version === undefined) throw new Error(`role ${JSON.stringify(role)} has been removed`)
    await perform(job, {
      expect: [{ kind: 'role', id: role, version }],
      operations: [
        ...more.map((subject): Operation => ({ kind: 'assign', assignment: { subject, role } })),
        ...less.map((subject): Operation => ({ kind: 'unassign', assignment: { subject, role } })),
      ],
      action: 'members.change',
      target: role,
      before: less,
      after: more,
    })
    const upTo = from + stepSize
    onStep(Math.min(upTo, given.length) + Math.min(upTo, taken.length), given.length + taken.length)
  }
  return { given: given.length, taken: taken.length }
}

/** One step, whole or not at all, with a line of its own in the audit trail. */
async function perform({ writer, actor }: MemberJob, step: Step): Promise<void> {
  const { operations, expect = [], ...about } = step
  const tag = newTag()
  const audit = { at: new Date().toISOString(), actor, ...about }
  for (let tries = 1; ; tries++) {
    const outcome = await writer.write({ tag, expect, operations, audit })
    if (outcome.status === 'done') return
    // Sent again with its tag, it is done once.
    if (outcome.status === 'unknown' && tries < maxTries) continue
    throw new Error(
      `a step is ${outcome.status}: ${outcome.detail}. Those before it are done; run the command again to go on.`,
    )
  }
}
