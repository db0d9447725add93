import { callOf, LuaTable, numberOf } from './values.ts'
import type { LuaValue } from './values.ts'

// The functions that scripts in Redis find, as many as the scripts of the store use.

const cache = new Map<string, RegExp>()

/** A pattern of Lua as one of JavaScript. */
function patternOf(pattern: string): RegExp {
  const known = cache.get(pattern)
  if (known !== undefined) return known
  if (/%[^dsSDwW-]|\[(?!\^[\w:}]\])|[|\\]/.test(pattern))
    throw new Error(`this Lua does not know the pattern ${pattern}`)
  const made = new RegExp(pattern.replaceAll('%-', '\\-').replaceAll(/%([dsSDwW])/g, '\\$1'))
  cache.set(pattern, made)
  return made
}

function fromJson(value: unknown): LuaValue {
  if (value === null) throw new Error('this Lua has no cjson.null')
  if (Array.isArray(value)) return LuaTable.of(value.map(fromJson))
  if (typeof value !== 'object') return value
  const table = new LuaTable()
  for (const [name, item] of Object.entries(value)) table.set(name, fromJson(item))
  return table
}

const tableOf = (functions: Readonly<Record<string, unknown>>): LuaTable => {
  const table = new LuaTable()
  for (const [name, made] of Object.entries(functions)) table.set(name, made)
  return table
}

const listOf = (value: LuaValue): readonly LuaValue[] => {
  if (value instanceof LuaTable) return value.list
  throw new Error(`expected a table, not ${String(value)}`)
}

export const library: Readonly<Record<string, LuaValue>> = {
  ipairs: (table: LuaValue) => listOf(table).map((item, i) => [i + 1, item]),
  unpack: (table: LuaValue, from: LuaValue = 1) => listOf(table).slice(numberOf(from) - 1),
  type: (value: LuaValue) => [
    value === undefined ? 'nil' : value instanceof LuaTable ? 'table' : typeof value,
  ],
  tostring: (value: LuaValue) => [String(value)],
  tonumber: (value: LuaValue) => {
    const number = typeof value === 'string' && value.trim() === '' ? NaN : Number(value)
    return [Number.isNaN(number) ? undefined : number]
  },
  string: tableOf({
    match: (text: LuaValue, pattern: LuaValue) => {
      const found = patternOf(String(pattern)).exec(String(text))
      return found === null ? [undefined] : found.length > 1 ? found.slice(1) : [found[0]]
    },
    sub: (text: LuaValue, from: LuaValue, to: LuaValue) => [
      String(text).slice(numberOf(from) - 1, to === undefined ? undefined : numberOf(to)),
    ],
    format: (form: LuaValue, ...values: readonly LuaValue[]) => {
      let i = 0
      return [
        String(form).replaceAll(/%(\.0f|[ds])/g, (_, kind: string) => {
          const value = values[i++]
          return kind === 's' ? String(value) : String(Math.trunc(numberOf(value)))
        }),
      ]
    },
  }),
  cjson: tableOf({ decode: (text: LuaValue) => [fromJson(JSON.parse(String(text)))] }),
  pcall: (called: LuaValue, ...values: readonly LuaValue[]) => {
    try {
      return [true, ...callOf(called, values)]
    } catch (error) {
      return [false, String(error)]
    }
  },
}
