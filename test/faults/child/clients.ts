import { Redis } from 'ioredis'
import { createClient } from 'redis'
import type { RedisClient } from '@trilatch/store-redis'
import type { ProcessSettings } from '../messages.ts'
import { passing } from './crash-points.ts'

const host = '127.0.0.1'
/** How long to wait before connecting again, in milliseconds. */
const againMs = 100

/** The client of a process: its commands go by one link and what it hears of changes by another. */
export const connect = ({ client, port, noticesPort }: ProcessSettings): Promise<RedisClient> =>
  client === 'ioredis' ? withIoredis(port, noticesPort) : withNodeRedis(port, noticesPort)

async function withIoredis(port: number, noticesPort: number): Promise<RedisClient> {
  const client = new Redis({ host, port, retryStrategy: () => againMs })
  client.on('error', () => {})
  const [call, pipeline, duplicate] = [
    client.call.bind(client) as (...words: string[]) => Promise<unknown>,
    client.pipeline.bind(client),
    client.duplicate.bind(client),
  ]
  return Object.assign(client, {
    call: (...words: string[]) => passing(words, () => call(...words)),
    pipeline: (commands: unknown[][]) => {
      const made = pipeline(commands)
      const exec = made.exec.bind(made)
      return Object.assign(made, { exec: () => passing(commands.flat(), () => exec()) })
    },
    duplicate: (options: object) => duplicate({ ...options, port: noticesPort }),
  })
}

async function withNodeRedis(port: number, noticesPort: number): Promise<RedisClient> {
  const socket = { host, port, reconnectStrategy: againMs }
  const client = createClient({ socket })
  client.on('error', () => {})
  const [sendCommand, multi, duplicate] = [
    client.sendCommand.bind(client),
    client.multi.bind(client),
    client.duplicate.bind(client),
  ]
  await client.connect()
  return Object.assign(client, {
    sendCommand: (words: string[]) => passing(words, () => sendCommand(words)),
    multi: () => {
      const made = multi()
      const words: unknown[] = []
      const [add, exec] = [made.addCommand.bind(made), made.execAsPipeline.bind(made)]
      return Object.assign(made, {
        addCommand: (command: string[]) => {
          words.push(...command)
          return add(command)
        },
        execAsPipeline: () => passing(words, () => exec()),
      })
    },
    duplicate: (options: object) => duplicate({ ...options, socket: { ...socket, port: noticesPort } }),
  })
}
