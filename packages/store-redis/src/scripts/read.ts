import { script } from './script.ts'
import type { Script } from './script.ts'

/** How long the heartbeat of a process stays. */
export const heartbeatMs = 10_000

/**
 * The one read on the way of a decision: proves a position, and brings what came after it.
 *
 * KEYS: meta, alarm, log, roles, policy, proc, then the subjects asked for.
 * ARGV: heartbeat, id of the store, id and tag of the position, most bytes, `lean` where no documents are wanted.
 *
 * It begins by writing the heartbeat. That is what makes a replica refuse it: a script that only reads would
 * run there, and show the past.
 *
 * Gives a list that begins with
 * - `alarm`, with its text: nobody may decide;
 * - `none` or `other`: there is no store, or not the one that was pinned;
 * - `reset`: the position is not in this history; `reload`: so much has changed that it is read in pages;
 * - `ok`, then 1 if there is more, head id, head tag, entries (id, tag, text, MAC …), documents (role,
 *   document …), mappings, records of the subjects (none if there is more), the time, and where no documents are wanted the
 *   administrator roles.
 */
export const readScript: Script = script(`
redis.call('SET', KEYS[6], ARGV[1], 'PX', ${heartbeatMs})
local alarm = redis.call('GET', KEYS[2])
if alarm then return {'alarm', alarm} end
local store = redis.call('HGET', KEYS[1], 'store')
if not store then return {'none'} end
if store ~= ARGV[2] then return {'other'} end
local entries = redis.call('XRANGE', KEYS[3], ARGV[3], '+', 'COUNT', 129)
if not entries[1] or entries[1][1] ~= ARGV[3] or entries[1][2][2] ~= ARGV[4] then return {'reset'} end
local tail, documents, mappings, seen, bytes, last = {}, {}, false, {}, 0, #entries
for i = 2, #entries do
  local fields = entries[i][2]
  local content = cjson.decode(fields[4])
  if content.r == '*' then return {'reload'} end
  bytes = bytes + #fields[4]
  for _, role in ipairs(ARGV[6] == 'lean' and {} or content.r) do
    if not seen[role] then
      seen[role] = true
      local document = redis.call('HGET', KEYS[4], role)
      documents[#documents + 1] = role
      documents[#documents + 1] = document
      if document then bytes = bytes + #document end
    end
  end
  if content.m then mappings = true end
  tail[#tail + 1] = entries[i][1]
  tail[#tail + 1] = fields[2]
  tail[#tail + 1] = fields[4]
  tail[#tail + 1] = fields[6]
  if bytes > tonumber(ARGV[5]) and i < #entries then
    last = i
    break
  end
end
if bytes > 2 * tonumber(ARGV[5]) then return {'reload'} end
if mappings then mappings = redis.call('HGET', KEYS[5], 'mappings') end
local more = last < #entries or #entries == 129
local head = more and redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', 1)[1] or entries[last]
local subjects = {}
if not more and #KEYS > 6 then
  subjects = redis.call('MGET', unpack(KEYS, 7))
  for i, record in ipairs(subjects) do
    if not record and redis.call('EXISTS', KEYS[i + 6]) == 1 then subjects[i] = 'of another type' end
  end
end
return {'ok', more and 1 or 0, head[1], head[2][2], tail, documents, mappings, subjects, redis.call('TIME'),
  ARGV[6] == 'lean' and redis.call('HGET', KEYS[5], 'administrators')}
`)
