import { heartbeatMs } from './read.ts'
import { script } from './script.ts'
import type { Script } from './script.ts'

/**
 * Puts a record in the place of one that says the same, with groups that are verified later. It is no write of the
 * policy: no log, no audit, and the record keeps its version.
 *
 * KEYS: meta, alarm, proc, the subject. ARGV: heartbeat, id of the store, the record as it was read, and as it is to be.
 * Gives `done`, `stale` when the record is another one by now, or `refused` with why.
 */
export const touchScript: Script = script(`
redis.call('SET', KEYS[3], ARGV[1], 'PX', ${heartbeatMs})
if redis.call('EXISTS', KEYS[2]) == 1 then return {'refused', 'an alarm has been raised'} end
if redis.call('HGET', KEYS[1], 'store') ~= ARGV[2] then return {'refused', 'this is not the store that was read'} end
if redis.call('GET', KEYS[4]) ~= ARGV[3] then return {'stale'} end
redis.call('SET', KEYS[4], ARGV[4])
return {'done'}
`)
