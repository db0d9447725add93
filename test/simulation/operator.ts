import { createAuditChain } from '@trilatch/core'
import { acceptScript } from '../../packages/store-redis/src/scripts/administer.ts'
import { Keys } from '../../packages/store-redis/src/keys.ts'
import { keptArguments } from '../../packages/store-redis/src/trail-end.ts'
import type { RedisNode } from './redis/node.ts'

/** Somebody who goes on after an alarm, as `trilatch-store accept` does. */
export function operatorOf(nodes: readonly RedisNode[]): { accept(primary: RedisNode): boolean } {
  const keys = new Keys('trilatch', 'operator')
  const everything = JSON.stringify({ r: '*', m: true, s: '*', x: false })
  let count = 0
  const keysOf = [keys.meta, keys.alarm, keys.log, keys.audit, keys.proc]
  const keeper = { chain: createAuditChain([]), settings: { keptAudit: 100_000 } }
  const line = {
    at: '',
    actor: 'operator',
    action: 'store.accept',
    target: 'store',
    before: null,
    after: null,
  }
  return {
    accept: (primary) => {
      if (!nodes.includes(primary) || primary.role !== 'primary') return false
      const tag = `accepted${count++}`
      const send = (head: string, store: string): readonly unknown[] => {
        const entry = JSON.stringify(keptArguments(keeper, tag, line, { head, store }))
        const args = ['accepting', tag, everything, '-', entry, '']
        const reply = primary.run(['EVAL', acceptScript.text, String(keysOf.length), ...keysOf, ...args])
        return Array.isArray(reply) ? reply : []
      }
      // The first answer tells where the trail ends; nothing comes between the two.
      const [status, head, store] = send('', '')
      return (status === 'moved' ? send(String(head), String(store))[0] : status) === 'accepted'
    },
  }
}
