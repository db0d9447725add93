import { heartbeatMs } from './read.ts'
import { script } from './script.ts'
import type { Script } from './script.ts'

/** One read of a gathering: a command, which of the further keys it reads, and its other arguments. */
export type GatherStep = readonly [
  'GET' | 'HGET' | 'ZCARD' | 'SCARD' | 'ZRANGEBYLEX' | 'SMEMBERS' | 'SRANDMEMBER' | 'ZSCORE',
  string,
  ...string[],
]

/**
 * Several reads of one instant, for lists and for planning a write. It too begins with a write, so that no replica
 * answers.
 *
 * KEYS: meta, alarm, proc, then those of the steps. ARGV: heartbeat, id of the store (empty: whichever it is),
 * steps as JSON [[command, key, arguments …] …].
 * Gives `alarm` with its text, `none`, `other`, or `ok`, the time and the replies.
 */
export const gatherScript: Script = script(`
redis.call('SET', KEYS[3], ARGV[1], 'PX', ${heartbeatMs})
local alarm = redis.call('GET', KEYS[2])
if alarm then return {'alarm', alarm} end
local store = redis.call('HGET', KEYS[1], 'store')
if not store then return {'none'} end
if ARGV[2] ~= '' and store ~= ARGV[2] then return {'other'} end
local replies = {'ok', redis.call('TIME')}
for i, step in ipairs(cjson.decode(ARGV[3])) do
  replies[i + 2] = redis.call(step[1], KEYS[step[2]], unpack(step, 3))
end
return replies
`)
