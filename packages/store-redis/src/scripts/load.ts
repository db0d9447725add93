import { heartbeatMs } from './read.ts'
import { walk } from './roles.ts'
import { script } from './script.ts'
import type { Script } from './script.ts'

/**
 * What a process needs to begin: which store this is, and where its log ends. One that holds no roles needs no more.
 *
 * KEYS: meta, alarm, log, policy, proc, catalogue, roles, then the subjects asked for. ARGV: heartbeat, ids of roles as
 * JSON (empty: neither roles nor applications are wanted), most bytes of each.
 * Gives `alarm` with its text, `none`, or `ok`, schema, id of the store, seal, head id, head tag, version of the
 * policy, mappings, what INFO says about memory and replication, the log's entry that made the policy (or nil), records
 * of the subjects, the time, administrator roles; and where they are wanted, documents of roles, ids that are left, the
 * version of what applications have published, the settings (or nil), and their names and texts in turn (nil: too much);
 * and where the audit trail ends.
 */
export const openScript: Script = script(`${walk}
redis.call('SET', KEYS[5], ARGV[1], 'PX', ${heartbeatMs})
local alarm = redis.call('GET', KEYS[2])
if alarm then return {'alarm', alarm} end
local store = redis.call('HGET', KEYS[1], 'store')
if not store then return {'none'} end
local function info(section)
  local reply = redis.pcall('INFO', section)
  return type(reply) == 'string' and reply or ''
end
local head = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)[1]
if not head then return {'broken'} end
local subjects = {}
if #KEYS > 7 then
  subjects = redis.call('MGET', unpack(KEYS, 8))
  for i, record in ipairs(subjects) do
    if not record and redis.call('EXISTS', KEYS[i + 7]) == 1 then subjects[i] = 'of another type' end
  end
end
local more = false
if ARGV[2] ~= '' then
  local documents, left = walk(KEYS[7], cjson.decode(ARGV[2]), tonumber(ARGV[3]))
  local published, bytes = redis.call('HGETALL', KEYS[6]), 0
  for _, text in ipairs(published) do bytes = bytes + #text end
  more = {documents, left, redis.call('HGET', KEYS[4], 'applications') or '', redis.call('HGET', KEYS[4], 'settings'),
    bytes <= tonumber(ARGV[3]) and published}
end
return {'ok', redis.call('HGET', KEYS[1], 'schema'), store, redis.call('HGET', KEYS[1], 'seal'),
  head[1], head[2][2], redis.call('HGET', KEYS[4], 'version'), redis.call('HGET', KEYS[4], 'mappings'),
  info('memory'), info('replication'), redis.call('HGET', KEYS[4], 'position'), subjects,
  redis.call('TIME'), redis.call('HGET', KEYS[4], 'administrators'), more, redis.call('HGET', KEYS[1], 'trail') or ''}
`)

/**
 * One page of the documents of roles, ordered by id.
 *
 * KEYS: meta, alarm, log, role-ids, roles, proc. ARGV: heartbeat, id of the store, where to begin, most bytes.
 * Gives `gone` when this is not that store any more, or `ok`, head id, head tag, where to go on (or nil),
 * documents (role, document …).
 */
export const pageScript: Script = script(`
redis.call('SET', KEYS[6], ARGV[1], 'PX', ${heartbeatMs})
if redis.call('EXISTS', KEYS[2]) == 1 or redis.call('HGET', KEYS[1], 'store') ~= ARGV[2] then return {'gone'} end
local ids = redis.call('ZRANGEBYLEX', KEYS[4], ARGV[3], '+', 'LIMIT', 0, 200)
local head = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)[1]
if not head then return {'gone'} end
local documents, bytes, following = {}, 0, false
for i, id in ipairs(ids) do
  local document = redis.call('HGET', KEYS[5], id)
  documents[#documents + 1] = id
  documents[#documents + 1] = document
  if document then bytes = bytes + #document end
  if i == 200 or (bytes > tonumber(ARGV[4]) and i < #ids) then
    following = id
    break
  end
end
return {'ok', head[1], head[2][2], following, documents}
`)

/**
 * Looks for entries that this process knows and that the log has no more, and raises the alarm if there are any.
 *
 * KEYS: meta, alarm, log, proc. ARGV: heartbeat, id of the store, known entries as JSON [[id, tag] …], texts of the
 * alarms for a lost store and for lost writes.
 * Gives `alarm`, `replaced` (another store that an operator has accepted in the place of this one) or `fine`.
 */
export const verifyScript: Script = script(`
redis.call('SET', KEYS[4], ARGV[1], 'PX', ${heartbeatMs})
if redis.call('EXISTS', KEYS[2]) == 1 then return {'alarm'} end
local store = redis.call('HGET', KEYS[1], 'store')
if store ~= ARGV[2] then
  if store and redis.call('HEXISTS', KEYS[1], 'replaced:' .. ARGV[2]) == 1 then return {'replaced'} end
  redis.call('SET', KEYS[2], ARGV[4])
  return {'alarm'}
end
local function parts(id)
  local ms, count = string.match(id, '^(%d+)%-(%d+)$')
  return tonumber(ms), tonumber(count)
end
local function after(id, other)
  local a, b = parts(id)
  local c, d = parts(other)
  return a > c or (a == c and b > d)
end
local accepted = redis.call('HGET', KEYS[1], 'accepted') or '0-0'
local first = redis.call('XRANGE', KEYS[3], '-', '+', 'COUNT', 1)[1]
for _, known in ipairs(cjson.decode(ARGV[3])) do
  local trimmed = first and after(first[1], known[1])
  if not trimmed and after(known[1], accepted) then
    local found = redis.call('XRANGE', KEYS[3], known[1], known[1])[1]
    if not found or found[2][2] ~= known[2] then
      redis.call('SET', KEYS[2], ARGV[5])
      return {'alarm'}
    end
  end
end
return {'fine'}
`)
