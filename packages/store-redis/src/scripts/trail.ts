import { heartbeatMs } from './read.ts'
import { script } from './script.ts'
import type { Script } from './script.ts'

/**
 * Functions of Lua for scripts that keep an entry of the audit trail. The entry is a list: the end of the trail that it
 * was made for, id of the store, its own id, text and hash, the end that it makes, its number, lines that are kept.
 * Lua has no HMAC, and the key must not come here: an entry is made outside, for an end that may have moved since.
 *
 * - `moved(entry)`: what to answer when it has, with the end that there is and the id of the store; or nil. Asked
 *   when all else has been checked, before anything is written.
 * - `keep(entry)`: keeps it.
 *
 * @param meta Which of the keys is `meta`. @param audit Which is `audit`.
 */
export const keeping = (meta: number, audit: number): string => `
local function moved(entry)
  local head = redis.call('HGET', KEYS[${meta}], 'trail') or ''
  local store = redis.call('HGET', KEYS[${meta}], 'store') or ''
  if head ~= entry[1] or store ~= entry[2] then return {'moved', head, store} end
  if redis.call('XRANGE', KEYS[${audit}], entry[3], '+', 'COUNT', 1)[1] then
    return {'refused', 'unavailable', 'the audit trail goes on behind its end; \`trilatch audit verify\` tells more'}
  end
end
local function keep(entry)
  redis.call('XADD', KEYS[${audit}], 'MAXLEN', '~', entry[8], entry[3], 'v', entry[4], 'h', entry[5])
  redis.call('HSET', KEYS[${meta}], 'trail', entry[6])
end`

/** What the functions above call, as `denied` takes it. */
export const keepingCommands = (meta: number, audit: number): string => `
  {'HGET', ${meta}, 'x'}, {'XRANGE', ${audit}, '1-0', '+'}, {'XADD', ${audit}, '*', 't', 'x'}, {'HSET', ${meta}, 'x', 'x'},`

/**
 * Entries of the audit trail as they are kept, of one instant.
 *
 * KEYS: meta, alarm, proc, audit, tags. ARGV: heartbeat, id of the store (empty: whichever it is), `back` or `on`, the id to
 * begin with, how many at most, and about how many bytes.
 * Gives `alarm` with its text, `none`, `other`, or `ok`, id of the store, the end of the trail, id of the oldest entry
 * (or nil), the number of the last write whose tag is known (or nil), whether there are more, and the entries.
 */
export const trailScript: Script = script(`
redis.call('SET', KEYS[3], ARGV[1], 'PX', ${heartbeatMs})
local alarm = redis.call('GET', KEYS[2])
if alarm then return {'alarm', alarm} end
local store = redis.call('HGET', KEYS[1], 'store')
if not store then return {'none'} end
if ARGV[2] ~= '' and store ~= ARGV[2] then return {'other'} end
local most = tonumber(ARGV[5])
local found
if ARGV[3] == 'back' then
  found = redis.call('XREVRANGE', KEYS[4], ARGV[4], '-', 'COUNT', most + 1)
else
  found = redis.call('XRANGE', KEYS[4], ARGV[4], '+', 'COUNT', most + 1)
end
local entries, bytes = {}, 0
for i, entry in ipairs(found) do
  for _, text in ipairs(entry[2]) do bytes = bytes + #text end
  if i > most or (i > 1 and bytes > tonumber(ARGV[6])) then break end
  entries[i] = entry
end
local oldest = redis.call('XRANGE', KEYS[4], '-', '+', 'COUNT', 1)[1]
local newest = redis.pcall('ZRANGE', KEYS[5], -1, -1, 'WITHSCORES')
return {'ok', store, redis.call('HGET', KEYS[1], 'trail') or '', oldest and oldest[1] or false,
  newest[2] or false, #found > #entries, entries}
`)
