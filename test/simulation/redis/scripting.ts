import { compileLua } from '../lua/compile.ts'
import type { LuaScript } from '../lua/compile.ts'
import { library } from '../lua/library.ts'
import { LuaTable } from '../lua/values.ts'
import type { LuaValue } from '../lua/values.ts'
import { Status } from './reply.ts'
import type { Reply } from './reply.ts'

const compiled = new Map<string, LuaScript>()
const globalNames = ['KEYS', 'ARGV', 'redis', ...Object.keys(library)]

/** What a script sees of a reply. */
function toLua(reply: Reply): LuaValue {
  if (reply === null) return false
  if (reply instanceof Status) {
    const table = new LuaTable()
    table.set('ok', reply.text)
    return table
  }
  return typeof reply === 'object' ? LuaTable.of(reply.map(toLua)) : reply
}

/** What a client sees of what a script returns. */
function fromLua(value: LuaValue): Reply {
  if (value === undefined || value === false) return null
  if (value === true) return 1
  if (typeof value === 'number') return Math.trunc(value)
  if (typeof value === 'string') return value
  if (!(value instanceof LuaTable)) throw new Error(`ERR a script returned ${typeof value}`)
  const status = value.get('ok')
  return typeof status === 'string' ? new Status(status) : value.list.map(fromLua)
}

/** Carries out the text of a script. @param run One command. @throws Error as Redis would say it */
export function runScript(
  text: string,
  keys: readonly string[],
  args: readonly string[],
  run: (name: string, args: readonly string[]) => Reply,
): Reply {
  const script = compiled.get(text) ?? compileLua(text, globalNames)
  compiled.set(text, script)
  const call = (name: LuaValue, ...values: readonly LuaValue[]): readonly LuaValue[] => [
    toLua(
      run(
        String(name),
        values.map((value) => {
          if (typeof value === 'string' || typeof value === 'number') return String(value)
          throw new Error('ERR Lua redis lib command arguments must be strings or integers')
        }),
      ),
    ),
  ]
  const redis = new LuaTable()
  // As Redis 7: everybody may do everything here.
  redis.set('acl_check_cmd', () => [true])
  redis.set('call', call)
  redis.set('pcall', (name: LuaValue, ...values: readonly LuaValue[]): readonly LuaValue[] => {
    try {
      return call(name, ...values)
    } catch (error) {
      const table = new LuaTable()
      table.set('err', error instanceof Error ? error.message : String(error))
      return [table]
    }
  })
  return fromLua(script({ ...library, KEYS: LuaTable.of(keys), ARGV: LuaTable.of(args), redis }))
}
