import { permitted } from './permitted.ts'
import { heartbeatMs } from './read.ts'
import { script } from './script.ts'
import type { Script } from './script.ts'
import { keeping, keepingCommands } from './trail.ts'

/**
 * Makes a store where there is none.
 *
 * KEYS: meta, alarm, log, audit, policy, roles, proc. ARGV: heartbeat, schema, id of the new store, seal, tag, log text, log
 * MAC, the first entry of the trail as JSON, as `keeping` takes it, mappings, administrators, something if an alarm does not keep it from being made.
 * Gives `denied` with what the user of the connection may not do, `exists`, `alarm`, `used` (keys without a store), or
 * `made`.
 */
export const initScript: Script = script(`${permitted(7)}
${keeping(1, 4)}
local without = denied({${keepingCommands(1, 4)}
  {'SET', 7, 'x'}, {'EXISTS', 2}, {'XADD', 3, '*', 't', 'x'}, {'HSET', 5, 'x', 'x'},
})
if without then return {'denied', without} end
redis.call('SET', KEYS[7], ARGV[1], 'PX', ${heartbeatMs})
if ARGV[11] == '' and redis.call('EXISTS', KEYS[2]) == 1 then return {'alarm'} end
if redis.call('EXISTS', KEYS[1]) == 1 then return {'exists'} end
if redis.call('EXISTS', KEYS[3], KEYS[4], KEYS[5], KEYS[6]) > 0 then return {'used'} end
redis.call('XADD', KEYS[3], '*', 't', ARGV[5], 'c', ARGV[6], 'm', ARGV[7])
keep(cjson.decode(ARGV[8]))
redis.call('HSET', KEYS[5], 'version', ARGV[5], 'mappings', ARGV[9], 'administrators', ARGV[10])
redis.call('HSET', KEYS[1], 'schema', ARGV[2], 'store', ARGV[3], 'seal', ARGV[4])
return {'made'}
`)

/**
 * Goes on with what is there after an alarm: the loss is accepted, everybody reads anew.
 *
 * KEYS: meta, alarm, log, audit, proc. ARGV: heartbeat, tag, log text, log MAC, the entry of the trail as JSON, as `keeping`
 * takes it, id of the store that was lost (or empty).
 * Gives `denied` with what the user of the connection may not do, `quiet` when there is no alarm, `none` when there is no
 * store to go on with, `moved` or `refused` as `keeping` says, or `accepted`.
 */
export const acceptScript: Script = script(`${permitted(5)}
${keeping(1, 4)}
local without = denied({${keepingCommands(1, 4)}
  {'SET', 5, 'x'}, {'EXISTS', 2}, {'XADD', 3, '*', 't', 'x'}, {'DEL', 2},
})
if without then return {'denied', without} end
redis.call('SET', KEYS[5], ARGV[1], 'PX', ${heartbeatMs})
if redis.call('EXISTS', KEYS[2]) == 0 then return {'quiet'} end
if redis.call('EXISTS', KEYS[1]) == 0 then return {'none'} end
local entry = cjson.decode(ARGV[5])
local other = moved(entry)
if other then return other end
local id = redis.call('XADD', KEYS[3], '*', 't', ARGV[2], 'c', ARGV[3], 'm', ARGV[4])
keep(entry)
redis.call('HSET', KEYS[1], 'accepted', id)
if ARGV[6] ~= '' and redis.call('HGET', KEYS[1], 'store') ~= ARGV[6] then
  redis.call('HSET', KEYS[1], 'replaced:' .. ARGV[6], '1')
end
redis.call('DEL', KEYS[2])
return {'accepted'}
`)

/**
 * What an operator wants to know; writes nothing.
 *
 * KEYS: meta, alarm, log, role-ids, user-ids, admins.
 * Gives id of the store, alarm, schema, newest entry, and how many roles, users, administrators and entries there
 * are; then what INFO says about memory.
 */
export const statusScript: Script = script(`
local head = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)[1]
local info = redis.pcall('INFO', 'memory')
return {redis.call('HGET', KEYS[1], 'store'), redis.call('GET', KEYS[2]), redis.call('HGET', KEYS[1], 'schema'),
  head and head[1] or false, redis.call('ZCARD', KEYS[4]), redis.call('ZCARD', KEYS[5]), redis.call('SCARD', KEYS[6]),
  redis.call('XLEN', KEYS[3]), type(info) == 'string' and info or false}
`)
