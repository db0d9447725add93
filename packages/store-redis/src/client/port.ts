/** One command: its name and its arguments. */
export type Command = readonly [string, ...string[]]

/** What a store needs of a client, whichever it is. Replies are plain: strings, numbers, `null` and lists of them. */
export interface RedisPort {
  /** Which client it is, for operators. */
  readonly name: string
  /** A host beyond this machine that it talks to without encryption, where that is known. */
  readonly plainHost?: string
  /** Sends one command to the primary that serves a key. */
  send(command: Command, key: string): Promise<unknown>
  /**
   * Sends a command and, right behind it on the same connection, `WAIT`: how many replicas have what that connection
   * wrote. On another connection `WAIT` would say nothing about it.
   */
  sendAndWait(
    command: Command,
    key: string,
    replicas: number,
    waitMs: number,
  ): Promise<readonly [unknown, number]>
  /** Another connection of the same kind, for commands that wait; rejects when there can be none. */
  duplicate(): Promise<DuplicatePort>
}

/** A connection that this package opened and closes. */
export interface DuplicatePort {
  send(command: Command, key: string): Promise<unknown>
  close(): void
}

/** A reply without what clients may make of it: buffers become text, errors are thrown. */
export function plain(reply: unknown): unknown {
  if (reply instanceof Error) throw reply
  if (Array.isArray(reply)) return reply.map(plain)
  if (Buffer.isBuffer(reply)) return reply.toString('utf8')
  if (typeof reply === 'bigint') return Number(reply)
  return reply ?? null
}
