import { Redis } from 'ioredis'
import type { RedisServer } from '../services/redis.ts'

/** Commands whose reply, or whose work, grows with what is kept. */
const whole = /^(keys|scan|[hsz]scan|smembers|sinter|sunion|sdiff|hgetall|hkeys|hvals|lrange|sort|flush)/i

/** Ranges, and the word without which they give all there is. */
const ranges: Readonly<Record<string, string>> = {
  zrangebylex: 'LIMIT',
  zrevrangebylex: 'LIMIT',
  zrangebyscore: 'LIMIT',
  zrange: 'LIMIT',
  xrange: 'COUNT',
  xrevrange: 'COUNT',
}

/** Whether a command gives, or goes through, all of something that may be large. */
export function isUnpaged([name = '', ...args]: readonly string[]): boolean {
  // There are at most 64 applications, whatever else is kept.
  if (/^hgetall$/i.test(name) && args[0]?.endsWith(':catalogue') === true) return false
  if (whole.test(name)) return true
  const word = ranges[name.toLowerCase()]
  // One entry of a stream is named by giving it as both ends.
  if (word === undefined || args[1] === args[2]) return false
  return !args.some((arg) => arg.toUpperCase() === word)
}

/** Sees every command while something is done, those in scripts too. @returns The commands that are unpaged. */
export async function watchCommands(
  server: RedisServer,
  during: () => Promise<unknown>,
): Promise<{ readonly seen: number; readonly unpaged: readonly string[] }> {
  const client = new Redis(server.port)
  const monitor = await client.monitor()
  const unpaged = new Set<string>()
  let seen = 0
  monitor.on('monitor', (_time: string, args: readonly string[]) => {
    seen++
    if (isUnpaged(args)) unpaged.add(args.slice(0, 6).join(' ').slice(0, 120))
  })
  try {
    await during()
  } finally {
    monitor.disconnect()
    client.disconnect()
  }
  return { seen, unpaged: [...unpaged] }
}
