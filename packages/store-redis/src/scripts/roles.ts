import { heartbeatMs } from './read.ts'
import { script } from './script.ts'
import type { Script } from './script.ts'

/**
 * A function of Lua, `walk(key, ids, most)`: the documents of roles and of all that they inherit as a list (role,
 * document or false …), and a list of ids that are left once these have so many bytes; some may have been given already.
 */
export const walk = `
local function walk(key, pending, most)
  local seen, documents, left, bytes, i = {}, {}, {}, 0, 1
  while pending[i] do
    local id = pending[i]
    if bytes > most then
      left[#left + 1] = id
    elseif not seen[id] then
      seen[id] = true
      local document = redis.call('HGET', key, id)
      documents[#documents + 1] = id
      documents[#documents + 1] = document
      if document then
        bytes = bytes + #document
        local read, role = pcall(cjson.decode, string.match(document, '^%S+ %S+ (.*)$') or '')
        if read and type(role) == 'table' and type(role.inherits) == 'table' then
          for _, inherited in ipairs(role.inherits) do
            if type(inherited) == 'string' then pending[#pending + 1] = inherited end
          end
        end
      end
    end
    i = i + 1
  end
  return documents, left
end`

/**
 * The documents of some roles and of all that they inherit, as of one policy.
 *
 * KEYS: meta, alarm, policy, roles, proc. ARGV: heartbeat, id of the store, position of the policy, ids as JSON, most
 * bytes.
 * Gives `moved` when this is not that policy or not that store, `alarm`, or `ok`, documents (role, document or nil …),
 * and ids that are left for another call: some of them may have been given already.
 */
export const rolesScript: Script = script(`${walk}
redis.call('SET', KEYS[5], ARGV[1], 'PX', ${heartbeatMs})
local alarm = redis.call('GET', KEYS[2])
if alarm then return {'alarm', alarm} end
if redis.call('HGET', KEYS[1], 'store') ~= ARGV[2] then return {'moved'} end
local at = (redis.call('HGET', KEYS[3], 'position') or '-') .. ' ' .. (redis.call('HGET', KEYS[3], 'version') or '')
if at ~= ARGV[3] then return {'moved'} end
local documents, left = walk(KEYS[4], cjson.decode(ARGV[4]), tonumber(ARGV[5]))
return {'ok', documents, left}
`)
