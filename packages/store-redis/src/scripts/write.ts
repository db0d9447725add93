import { permitted } from './permitted.ts'
import { heartbeatMs } from './read.ts'
import { script } from './script.ts'
import type { Script } from './script.ts'
import { keeping, keepingCommands } from './trail.ts'

/** The most entries of the change log and of remembered tags, about. */
export const maxLog = 10_000

/**
 * A write that was planned in full: checks first, then the log, then the audit trail, the data last. Redis takes
 * nothing back when a script fails in its middle; in this order the worst that can stay is an entry that makes
 * everybody look again.
 *
 * KEYS: meta, alarm, log, audit, tags, admins, proc, then those of the plan. ARGV: heartbeat, the plan as JSON:
 * - `tag`, `store`; `types`: a letter for each key;
 * - `expect`: what the caller relies on; `rely`: what the plan was made from. Each is { k: key, f: field if any,
 *   v: value if any, t: true if only the tag of the value is compared };
 * - `already`: whether the plan is empty, because the write was found to be done;
 * - `verdict`: what the plan comes to where no write is needed to know, or false;
 * - `counts`: [key, size]; `scoped`: [key, change] of sets that have to be empty afterwards;
 * - `join`, `leave`: administrators; `log`: text and MAC, or false where nothing is changed; `audit`: as `keeping` takes
 *   it;
 * - `data`: commands [name, key, arguments …]; `at`: the hash of the policy if it becomes another, or false: where in the
 *   log that was is noted in it.
 *
 * Gives `done` with the id of the log's entry (or nil if it had been done), `stale` when the plan has to be made
 * anew, `moved` when only the entry of the trail has, `unknown` with why when it had been done and may yet be lost, or `refused` with a reason and what it is about.
 */
export const writeScript: Script = script(`${permitted(7)}
${keeping(1, 4)}
local plan = cjson.decode(ARGV[2])
local commands = {${keepingCommands(1, 4)}
  {'SET', 7, 'x'}, {'TYPE', 1}, {'EXISTS', 2}, {'HGET', 1, 'x'}, {'GET', 7}, {'ZSCORE', 5, 'x'}, {'ZCARD', 5}, {'SCARD', 6},
  {'SISMEMBER', 6, 'x'}, {'XADD', 3, '*', 't', 'x'},
  {'ZADD', 5, '1', 'x'}, {'ZREMRANGEBYRANK', 5, '0', '0'}, {'SADD', 6, 'x'}, {'SREM', 6, 'x'},
}
local without = denied(commands) or denied(plan.data)
if without then return {'refused', 'unavailable', 'the user of this connection may not ' .. without} end
redis.call('SET', KEYS[7], ARGV[1], 'PX', ${heartbeatMs})
local names = {s = 'string', h = 'hash', z = 'zset', S = 'set', x = 'stream'}
for i, key in ipairs(KEYS) do
  local is = redis.call('TYPE', key).ok
  if is ~= 'none' and is ~= names[string.sub(plan.types, i, i)] then
    return {'refused', 'unavailable', 'something else is kept in ' .. key}
  end
end
if redis.call('EXISTS', KEYS[2]) == 1 then
  if redis.call('ZSCORE', KEYS[5], plan.tag) then return {'unknown', 'it was done, and an alarm has been raised'} end
  return {'refused', 'unavailable', 'an alarm has been raised'}
end
if redis.call('HGET', KEYS[1], 'store') ~= plan.store then
  return {'refused', 'unavailable', 'this is not the store that was read'}
end
if redis.call('ZSCORE', KEYS[5], plan.tag) then return {'done', false} end
-- A new log would begin behind all that anybody remembers, as one does whose beginning was trimmed: no loss would be seen.
if redis.call('EXISTS', KEYS[3]) == 0 then return {'refused', 'unavailable', 'the change log is gone'} end
if plan.already then return {'stale'} end
local function holds(check)
  local value
  if check.f then value = redis.call('HGET', KEYS[check.k], check.f) else value = redis.call('GET', KEYS[check.k]) end
  if value and check.t then value = string.match(value, '^%S*') end
  return value == (check.v or false)
end
for i, check in ipairs(plan.expect) do
  if not holds(check) then return {'refused', 'conflict', i} end
end
for _, check in ipairs(plan.rely) do
  if not holds(check) then return {'stale'} end
end
local function size(k)
  return redis.call(string.sub(plan.types, k, k) == 'z' and 'ZCARD' or 'SCARD', KEYS[k])
end
if plan.verdict then return {'refused', plan.verdict} end
for _, count in ipairs(plan.counts) do
  if size(count[1]) ~= count[2] then return {'stale'} end
end
for i, scoped in ipairs(plan.scoped) do
  if size(scoped[1]) + scoped[2] > 0 then return {'refused', 'administrator-scoped', i} end
end
local before = size(6)
local after = before
for _, id in ipairs(plan.join) do
  if redis.call('SISMEMBER', KEYS[6], id) == 0 then after = after + 1 end
end
for _, id in ipairs(plan.leave) do
  if redis.call('SISMEMBER', KEYS[6], id) == 1 then after = after - 1 end
end
if before > 0 and after <= 0 then return {'refused', 'last-administrator'} end
local other = moved(plan.audit)
if other then return other end

local id = false
if plan.log then
  id = redis.call('XADD', KEYS[3], 'MAXLEN', '~', ${maxLog}, '*', 't', plan.tag, 'c', plan.log[1], 'm', plan.log[2])
end
keep(plan.audit)
redis.call('ZADD', KEYS[5], plan.audit[7], plan.tag)
redis.call('ZREMRANGEBYRANK', KEYS[5], 0, -${maxLog + 1})
for _, id in ipairs(plan.join) do redis.call('SADD', KEYS[6], id) end
for _, id in ipairs(plan.leave) do redis.call('SREM', KEYS[6], id) end
for _, c in ipairs(plan.data) do redis.call(c[1], KEYS[c[2]], unpack(c, 3)) end
if plan.at and id then redis.call('HSET', KEYS[plan.at], 'position', id) end
return {'done', id}
`)
