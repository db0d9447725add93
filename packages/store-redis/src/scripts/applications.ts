import { permitted } from './permitted.ts'
import { heartbeatMs } from './read.ts'
import { script } from './script.ts'
import type { Script } from './script.ts'
import { keeping, keepingCommands } from './trail.ts'

/**
 * What applications have published, at one instant.
 *
 * KEYS: meta, alarm, policy, catalogue, proc. ARGV: heartbeat, id of the store (empty: whichever it is).
 * Gives `alarm` with its text, `none`, `other`, or `ok`, the version, the settings (or nil), and names and texts in
 * turn.
 */
export const applicationsScript: Script = script(`
redis.call('SET', KEYS[5], ARGV[1], 'PX', ${heartbeatMs})
local alarm = redis.call('GET', KEYS[2])
if alarm then return {'alarm', alarm} end
local store = redis.call('HGET', KEYS[1], 'store')
if not store then return {'none'} end
if ARGV[2] ~= '' and store ~= ARGV[2] then return {'other'} end
return {'ok', redis.call('HGET', KEYS[3], 'applications') or '', redis.call('HGET', KEYS[3], 'settings'),
  redis.call('HGETALL', KEYS[4])}
`)

/**
 * A publication: it happens as a whole if nothing was published since it was made.
 *
 * KEYS: meta, alarm, policy, catalogue, audit, proc. ARGV: heartbeat, the publication as JSON { store, seen, tag, most,
 * name (or false), text (or false: forget it), settings (a text, false: forget them, true: leave them), audit (as
 * `keeping` takes it, or false) }.
 * Gives `denied` with what the user of the connection may not do, `alarm` with its text, `none`, `other`, `conflict`,
 * `full`, `moved` or `refused` as `keeping` says, or `done`.
 */
export const publishScript: Script = script(`${permitted(6)}
${keeping(1, 5)}
local without = denied({${keepingCommands(1, 5)}
  {'SET', 6, 'x'}, {'GET', 2}, {'HGET', 1, 'x'}, {'HGET', 3, 'x'}, {'HEXISTS', 4, 'x'}, {'HLEN', 4},
  {'HSET', 3, 'x', 'x'}, {'HSET', 4, 'x', 'x'},
  {'HDEL', 3, 'x'}, {'HDEL', 4, 'x'},
})
if without then return {'denied', without} end
redis.call('SET', KEYS[6], ARGV[1], 'PX', ${heartbeatMs})
local plan = cjson.decode(ARGV[2])
local alarm = redis.call('GET', KEYS[2])
if alarm then return {'alarm', alarm} end
local store = redis.call('HGET', KEYS[1], 'store')
if not store then return {'none'} end
if plan.store ~= '' and store ~= plan.store then return {'other'} end
if (redis.call('HGET', KEYS[3], 'applications') or '') ~= plan.seen then return {'conflict'} end
if plan.name and plan.text and redis.call('HEXISTS', KEYS[4], plan.name) == 0
  and redis.call('HLEN', KEYS[4]) >= plan.most then return {'full'} end
if plan.audit then
  local other = moved(plan.audit)
  if other then return other end
  keep(plan.audit)
end
redis.call('HSET', KEYS[3], 'applications', plan.tag)
if plan.name and plan.text then redis.call('HSET', KEYS[4], plan.name, plan.text) end
if plan.name and not plan.text then redis.call('HDEL', KEYS[4], plan.name) end
if type(plan.settings) == 'string' then redis.call('HSET', KEYS[3], 'settings', plan.settings) end
if plan.settings == false then redis.call('HDEL', KEYS[3], 'settings') end
return {'done'}
`)
