import { heartbeatMs } from './read.ts'
import { script } from './script.ts'
import type { Script } from './script.ts'

/**
 * One step with an entry or a count. It begins with a write, so that no replica answers. No step has more than one
 * command that changes what is kept: Redis takes back nothing of a script that is refused in its middle.
 *
 * KEYS: meta, alarm, proc, then the one of the entry or count. ARGV: heartbeat, id of the store (empty: whichever it
 * is), then those of the step. Gives `alarm` with its text, `none`, `other`, or `ok` and what the step says.
 */
const step = (body: string): Script =>
  script(`
redis.call('SET', KEYS[3], ARGV[1], 'PX', ${heartbeatMs})
local alarm = redis.call('GET', KEYS[2])
if alarm then return {'alarm', alarm} end
local store = redis.call('HGET', KEYS[1], 'store')
if not store then return {'none'} end
if ARGV[2] ~= '' and store ~= ARGV[2] then return {'other'} end
${body}
`)

/** ARGV: the sealed value, how long it is kept. */
export const putScript: Script = step(`
redis.call('SET', KEYS[4], ARGV[3], 'PX', ARGV[4])
return {'ok'}
`)

/** ARGV: the sealed value, which stays; nothing happens where there is one. */
export const beginScript: Script = step(`
redis.call('SET', KEYS[4], ARGV[3], 'NX')
return {'ok'}
`)

/** ARGV: the sealed value, the version that must be there. Gives whether it was. */
export const replaceScript: Script = step(`
local before = redis.call('GET', KEYS[4])
if not before or string.match(before, '^%S*') ~= ARGV[4] then return {'ok', 0} end
redis.call('SET', KEYS[4], ARGV[3], 'KEEPTTL')
return {'ok', 1}
`)

/** Gives the sealed value, or nothing. */
export const takeScript: Script = step(`
local found = redis.call('GET', KEYS[4])
redis.call('DEL', KEYS[4])
return {'ok', found}
`)

/** ARGV: by how much, the span, `1` to begin the span anew. Gives the count and what remains of the span. */
export const countScript: Script = step(`
local before, remaining = redis.call('GET', KEYS[4]), redis.call('PTTL', KEYS[4])
if not before or remaining <= 0 then
  if ARGV[3] == '0' then return {'ok', '0', tonumber(ARGV[4])} end
  redis.call('SET', KEYS[4], ARGV[3], 'PX', ARGV[4])
  return {'ok', ARGV[3], tonumber(ARGV[4])}
end
if ARGV[3] == '0' then return {'ok', before, remaining} end
if not string.match(before, '^%d+$') then return redis.error_reply('ERR value is not an integer') end
local count = string.format('%.0f', tonumber(before) + tonumber(ARGV[3]))
if ARGV[5] == '1' then
  redis.call('SET', KEYS[4], count, 'PX', ARGV[4])
  return {'ok', count, tonumber(ARGV[4])}
end
redis.call('SET', KEYS[4], count, 'KEEPTTL')
return {'ok', count, remaining}
`)

export const forgetScript: Script = step(`
redis.call('DEL', KEYS[4])
return {'ok'}
`)
