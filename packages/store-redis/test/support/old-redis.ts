import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

const shaOf = (text: string): string => createHash('sha1').update(text).digest('hex')

/** A client of a Redis before version 7: a script is not told what the user of the connection may do. */
export class OldRedis {
  readonly #redis: Redis
  readonly #texts = new Map<string, string>()

  constructor(redis: Redis) {
    this.#redis = redis
  }

  /** Scripts are carried out in a text that does not find the function. */
  async call(name: string, ...args: string[]): Promise<unknown> {
    const [source = '', ...rest] = args
    if (name === 'EVALSHA') {
      const text = this.#texts.get(source)
      if (text === undefined) throw new Error('NOSCRIPT No matching script. Please use EVAL.')
      return this.#redis.call(name, text, ...rest)
    }
    const older = source.replaceAll('redis.acl_check_cmd', 'redis.none')
    const sha = String(await this.#redis.script('LOAD', older))
    this.#texts.set(shaOf(source), sha)
    return this.#redis.call('EVALSHA', sha, ...rest)
  }

  pipeline(commands: unknown[][]): { exec(): Promise<unknown> } {
    return this.#redis.pipeline(commands)
  }

  disconnect(): void {
    this.#redis.disconnect()
  }
}
