import { createHash } from 'node:crypto'
import { RedisLate } from '../client/limited.ts'
import type { Answer, LimitedRedis } from '../client/limited.ts'

/** A script and the digest by which Redis knows it. */
export interface Script {
  readonly text: string
  readonly sha: string
}

export function script(text: string): Script {
  return { text, sha: createHash('sha1').update(text).digest('hex') }
}

export interface RunOptions {
  readonly keys: readonly [string, ...string[]]
  readonly args: readonly string[]
  readonly timeoutMs: number
  readonly replicas?: number
  readonly waitMs?: number
}

/**
 * Runs a script by its digest, and by its text where Redis does not have it: one command when it has.
 *
 * @throws RedisLate, and what the client throws
 */
export async function run(redis: LimitedRedis, { text, sha }: Script, options: RunOptions): Promise<Answer> {
  const { keys, args, timeoutMs, replicas = 0, waitMs = 1 } = options
  const rest = [String(keys.length), ...keys, ...args]
  const send = { key: keys[0], timeoutMs, replicas, waitMs }
  try {
    return await redis.send(['EVALSHA', sha, ...rest], send)
  } catch (error) {
    if (!(error instanceof Error) || !error.message.includes('NOSCRIPT')) throw error
    return redis.send(['EVAL', text, ...rest], send).catch((late: unknown) => {
      // The client may have sent the first one twice: to whom it was carried out, and to whom did not know it.
      throw late instanceof RedisLate ? new RedisLate(late.message, true) : late
    })
  }
}

/** A reply that is a list, or an error that names the script. */
export function list(reply: unknown, what: string): readonly unknown[] {
  if (Array.isArray(reply)) return reply as unknown[]
  throw new Error(`Redis answered ${what} with something that is no list`)
}
