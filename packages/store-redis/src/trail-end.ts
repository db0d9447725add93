import type { AuditHead, AuditLine } from '@trilatch/core'
import type { Connection } from './connection.ts'
import { garbled } from './garbled.ts'
import { storeUnsuitable } from './trouble.ts'

/** The end of the audit trail, as it is kept. */
export interface TrailEnd {
  /** Number, key and hash of the last entry; empty without any. */
  readonly head: string
  readonly store: string
}

/** What makes entries. */
export interface Keeper extends Pick<Connection, 'chain'> {
  readonly settings: Pick<Connection['settings'], 'keptAudit'>
}

/** What a script that keeps an entry is told of it; `keeping` of the scripts says what is where. */
export type KeptArguments = readonly [string, string, string, string, string, string, number, number]

/** How often an entry is made anew because another came first, and for how long, in milliseconds. */
const maxMoves = 1_000
const maxMovingMs = 5_000

const headForm = /^([1-9]\d{0,15}) (\S{1,64}) (\S{1,64})$/

/** @throws GarbledError */
export function readHead(text: unknown): AuditHead | null {
  if (text === '') return null
  const [, sequence, key, hash] = headForm.exec(String(text)) ?? []
  if (key === undefined || hash === undefined) throw garbled('the end of the audit trail')
  return { sequence: Number(sequence), key, hash }
}

/** The end of a trail that this process may go on. @throws GarbledError, TrilatchError `TRILATCH_STORE_UNSUITABLE` */
export function checkHead({ chain }: Pick<Connection, 'chain'>, text: unknown): AuditHead | null {
  const head = readHead(text)
  if (head !== null && !chain.knows(head.key))
    throw storeUnsuitable(
      `its audit trail is kept with an \`auditKey\` that this process does not have (${JSON.stringify(head.key)}); give it to all processes before one of them writes with it`,
    )
  return head
}

/** An entry for that end of the trail. @throws what `checkHead` throws */
export function keptArguments(
  { chain, settings }: Keeper,
  tag: string,
  line: AuditLine,
  end: TrailEnd,
): KeptArguments {
  const place = { head: checkHead({ chain }, end.head), store: end.store, kept: settings.keptAudit }
  const { text, head } = chain.link(tag, line, place)
  const { sequence, key, hash } = head
  return [
    end.head,
    end.store,
    `${sequence}-0`,
    text,
    hash,
    `${sequence} ${key} ${hash}`,
    sequence,
    place.kept,
  ]
}

/**
 * Has an entry kept behind the end of the trail that there is: where that has moved, the entry is made for the new end and
 * sent again. Nothing is planned anew, for nothing else has been found to have changed.
 *
 * @param end Where the trail ended when it was looked at.
 * @param send Gives what the script has answered; it is called once more for each `moved`.
 * @returns What the script has answered, or `busy` when others always came first.
 * @throws what `send` and `checkHead` throw
 */
export async function keepEntry(
  connection: Connection,
  tag: string,
  line: AuditLine,
  end: TrailEnd,
  send: (entry: KeptArguments) => Promise<readonly unknown[]>,
): Promise<readonly unknown[]> {
  const { clock } = connection
  const until = clock.now() + maxMovingMs
  let from = end
  for (let moves = 0; moves < maxMoves && clock.now() <= until; moves++) {
    const answer = await send(keptArguments(connection, tag, line, from))
    if (answer[0] !== 'moved') return answer
    connection.counters.moved++
    from = { head: String(answer[1]), store: String(answer[2]) }
  }
  return ['busy']
}
