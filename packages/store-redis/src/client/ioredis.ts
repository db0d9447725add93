import { plain } from './port.ts'
import type { Command, DuplicatePort, RedisPort } from './port.ts'

/** What is used of an ioredis client: `Redis` or `Cluster`, of version 5 or 6. */
export interface IoredisClient {
  call(command: string, ...args: string[]): Promise<unknown>
  pipeline(commands: unknown[][]): { exec(): Promise<unknown> }
  disconnect(): void
}

interface Duplicable extends IoredisClient {
  readonly isCluster?: boolean
  duplicate(...overrides: unknown[]): Duplicable
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** A blocked command is not late, and must not be repeated behind our back. */
const blocking = { commandTimeout: undefined, blockingTimeout: undefined, maxRetriesPerRequest: 0 }

export function isIoredis(client: object): client is IoredisClient {
  return ['call', 'pipeline'].every((name) => typeof (client as Record<string, unknown>)[name] === 'function')
}

/** The port over an ioredis client. */
export function ioredisPort(client: IoredisClient): RedisPort {
  const { isCluster = false } = client as Duplicable
  return {
    name: isCluster ? 'ioredis cluster' : 'ioredis',
    send: async ([name, ...args]) => plain(await client.call(name, ...args)),
    sendAndWait: async (command, _key, replicas, waitMs) => {
      const wait = ['call', 'WAIT', String(replicas), String(waitMs)]
      const replies = (await client.pipeline([['call', ...command], wait]).exec()) as
        | readonly (readonly [Error | null, unknown])[]
        | null
      const [first, second] = replies ?? []
      if (first === undefined || second === undefined) throw new Error('the pipeline gave no replies')
      if (first[0] !== null) throw first[0]
      // Whoever cannot confirm has not confirmed.
      return [plain(first[1]), second[0] === null && typeof second[1] === 'number' ? second[1] : 0]
    },
    duplicate: async () => duplicateOf(client as Duplicable, isCluster),
  }
}

function duplicateOf(client: Duplicable, isCluster: boolean): DuplicatePort {
  const other = isCluster ? client.duplicate([], { redisOptions: blocking }) : client.duplicate(blocking)
  // A command fails for its retries; why there is no connection is told to listeners alone.
  let lost: Error | undefined
  other.on('error', (error) => (lost = error))
  const send = async ([name, ...args]: Command): Promise<unknown> => {
    const reply: unknown = await other.call(name, ...args).catch((error: unknown) => {
      const why = (error as Partial<Error>)?.name === 'MaxRetriesPerRequestError' ? lost : undefined
      throw why ?? error
    })
    lost = undefined
    return plain(reply)
  }
  return {
    send,
    close: () => other.disconnect(),
  }
}
