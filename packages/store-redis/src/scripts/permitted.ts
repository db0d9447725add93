/**
 * A function of Lua, `denied(commands)`: what the user of the connection may not do of [command, key, arguments …], or
 * nil. Redis takes back nothing of a script that is refused in its middle, so whoever writes asks first.
 *
 * Before Redis 7 nothing tells; there each command is tried on the heartbeat. That is a string, so whatever does not
 * fail on it changes nothing else.
 *
 * @param proc Which of the keys is the heartbeat; it has to be set after the question.
 */
export const permitted = (proc: number): string => `
local function denied(commands)
  local checked = {}
  for _, c in ipairs(commands) do
    local what = c[1] .. ' ' .. string.match(KEYS[c[2]], '^[^}]*}:%d+:[^:]*')
    if not checked[what] then
      checked[what] = true
      local may
      if redis.acl_check_cmd then
        may = redis.acl_check_cmd(c[1], KEYS[c[2]], unpack(c, 3))
      else
        redis.pcall('SET', KEYS[${proc}], 'x')
        local tried = redis.pcall(c[1], KEYS[${proc}], unpack(c, 3))
        may = type(tried) ~= 'table' or not tried.err or string.sub(tried.err, 1, 9) == 'WRONGTYPE'
      end
      if not may then return what end
    end
  end
end`
