import type { AuditLine, TrilatchError } from '@trilatch/core'
import type { Connection } from './connection.ts'
import { longMs } from './connection.ts'
import { schemaVersion } from './keys.ts'
import { openFirstRun } from './first-run.ts'
import { logText } from './log-entry.ts'
import { acceptScript, initScript } from './scripts/administer.ts'
import { list, run } from './scripts/script.ts'
import { keepEntry } from './trail-end.ts'
import type { KeptArguments } from './trail-end.ts'
import { storeAlarm, storeUnsuitable } from './trouble.ts'

/** The random parts of a new store, and who makes it. */
export interface NewStore {
  readonly storeId: string
  readonly tag: string
  readonly actor: string
  /** Although an alarm stands: in the place of a store that was lost. */
  readonly afterLoss?: boolean
}

const everything = logText({ r: '*', m: true, s: '*', x: false })

const auditLine = (actor: string, action: string, after: unknown): AuditLine => ({
  at: new Date().toISOString(),
  actor,
  action,
  target: 'store',
  before: null,
  after,
})

const mayNot = (what: unknown): TrilatchError =>
  storeUnsuitable(`the user of this connection may not ${String(what)}`)

/**
 * Makes a store where there is none; several processes that do so at once make one.
 *
 * @returns Whether it was made by this call.
 * @throws TrilatchError `TRILATCH_STORE_ALARM` where one was lost; `TRILATCH_STORE_UNSUITABLE` where the namespace is
 * used by something else.
 */
export async function makeStore(connection: Connection, made: NewStore): Promise<boolean> {
  const { redis, keys, seal } = connection
  const { storeId, tag, actor, afterLoss = false } = made
  const send = async (entry: KeptArguments): Promise<readonly unknown[]> => {
    const { reply } = await run(redis, initScript, {
      keys: [keys.meta, keys.alarm, keys.log, keys.audit, keys.policy, keys.roles, keys.proc],
      args: [
        'making',
        schemaVersion,
        storeId,
        seal.id,
        tag,
        everything,
        seal.mac('log', '', tag, everything),
        JSON.stringify(entry),
        seal.seal('mappings', '', tag, []),
        seal.seal('administrators', '', tag, []),
        afterLoss ? '1' : '',
      ],
      timeoutMs: longMs,
    })
    return list(reply, 'the making of a store')
  }
  const line = auditLine(actor, 'store.create', { store: storeId })
  const [status, without] = await keepEntry(connection, tag, line, { head: '', store: storeId }, send)
  if (status === 'denied') throw mayNot(without)
  if (status === 'alarm') throw storeAlarm('a store in this namespace was lost')
  if (status === 'used')
    throw storeUnsuitable('its namespace holds keys of something else, or of a part of a store')
  const isMade = status === 'made'
  // What was lost may have had an administrator: nobody is offered to become the first.
  if (isMade && !afterLoss) await openFirstRun(connection)
  return isMade
}

/** What `accept` did. */
export type Accepted = 'quiet' | 'accepted' | 'remade'

/** Goes on without what was lost: ends an alarm, and makes an empty store when nothing is left of the old one. */
export async function acceptLoss(connection: Connection, made: NewStore, alarm: string): Promise<Accepted> {
  const { redis, keys, seal } = connection
  const lost = /\bstore ([0-9a-f]{32})\b/.exec(alarm)?.[1] ?? ''
  const tag = `${made.tag}a`
  const send = async (entry: KeptArguments): Promise<readonly unknown[]> => {
    const mac = seal.mac('log', '', tag, everything)
    const { reply } = await run(redis, acceptScript, {
      keys: [keys.meta, keys.alarm, keys.log, keys.audit, keys.proc],
      args: ['accepting', tag, everything, mac, JSON.stringify(entry), lost],
      timeoutMs: longMs,
    })
    return list(reply, 'an acceptance')
  }
  const accept = async (): Promise<unknown> => {
    const line = auditLine(made.actor, 'store.accept', { alarm })
    const [status, without, why] = await keepEntry(connection, tag, line, { head: '', store: '' }, send)
    if (status === 'denied') throw mayNot(without)
    if (status === 'refused') throw storeUnsuitable(String(why))
    if (status === 'busy') throw storeUnsuitable('others keep writing to its audit trail')
    return status
  }
  const status = await accept()
  if (status !== 'none') return status === 'quiet' ? 'quiet' : 'accepted'
  await makeStore(connection, { ...made, afterLoss: true })
  await accept()
  return 'remade'
}
