import { acceptScript } from '../../packages/store-redis/src/scripts/administer.ts'
import { Keys } from '../../packages/store-redis/src/keys.ts'
import type { RedisNode } from './redis/node.ts'

/** Somebody who goes on after an alarm, as `trilatch-store accept` does. */
export function operatorOf(nodes: readonly RedisNode[]): { accept(primary: RedisNode): boolean } {
  const keys = new Keys('trilatch', 'operator')
  const everything = JSON.stringify({ r: '*', m: true, s: '*', x: false })
  let count = 0
  const keysOf = [keys.meta, keys.alarm, keys.log, keys.audit, keys.proc]
  return {
    accept: (primary) => {
      if (!nodes.includes(primary) || primary.role !== 'primary') return false
      const args = ['accepting', `accepted${count++}`, everything, '-', '- - {}', '']
      const reply = primary.run(['EVAL', acceptScript.text, String(keysOf.length), ...keysOf, ...args])
      return Array.isArray(reply) && reply[0] === 'accepted'
    },
  }
}
