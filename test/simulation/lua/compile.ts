import { Cursor } from './cursor.ts'
import { Statements } from './statements.ts'
import { callOf, indexOf, isTrue, joined, lengthOf, LuaTable, numberOf } from './values.ts'
import type { LuaValue } from './values.ts'

// Lua, as much of it as the scripts of the store are written in, translated to JavaScript: what the simulated Redis
// carries out is the text that is sent to a real one. Whatever it does not know is an error.

const helpers = {
  truth: isTrue,
  index: indexOf,
  assign: (table: LuaValue, key: LuaValue, value: LuaValue): void => {
    if (!(table instanceof LuaTable)) throw new Error('attempt to index something that is no table')
    table.set(key, value)
  },
  call: callOf,
  length: lengthOf,
  join: joined,
  number: numberOf,
  and: (a: LuaValue, b: () => LuaValue): LuaValue => (isTrue(a) ? b() : a),
  or: (a: LuaValue, b: () => LuaValue): LuaValue => (isTrue(a) ? a : b()),
  table: (list: readonly LuaValue[], named: readonly (readonly [string, LuaValue])[]): LuaTable => {
    const table = LuaTable.of(list)
    for (const [name, value] of named) table.set(name, value)
    return table
  },
}

/** A script, ready to run with its globals (`KEYS`, `ARGV`, `redis` …). Gives what it returns. */
export type LuaScript = (globals: Readonly<Record<string, LuaValue>>) => LuaValue

/** @throws Error for what this Lua does not know */
export function compileLua(source: string, globalNames: readonly string[]): LuaScript {
  const cursor = new Cursor(source)
  const code = new Statements(cursor).block()
  if (cursor.next.kind !== 'end') throw new Error(`this Lua does not expect ${cursor.next.text}`)
  const names = [...Object.keys(helpers), ...globalNames.map((name) => `$${name}`)]
  // oxlint-disable-next-line eslint/no-new-func, typescript/no-implied-eval -- this is what a compiler is for
  const compiled = new Function(...names, `"use strict";${code}\nreturn []`) as (
    ...values: readonly unknown[]
  ) => readonly LuaValue[]
  const fixed = Object.values(helpers)
  return (globals) => compiled(...fixed, ...globalNames.map((name) => globals[name]))[0]
}
