/** A value of Lua. `nil` is `undefined`; text is taken as characters, which is the same as bytes as long as it is ASCII. */
export type LuaValue = unknown

/** A function of Lua: any number of values in, any number out. */
export type LuaFunction = (...values: readonly LuaValue[]) => readonly LuaValue[]

/** A table of Lua: a list that begins at 1, and names. */
export class LuaTable {
  readonly list: LuaValue[] = []
  readonly names = new Map<LuaValue, LuaValue>()

  static of(list: readonly LuaValue[]): LuaTable {
    const table = new LuaTable()
    for (const item of list) table.list.push(item)
    return table
  }

  get(key: LuaValue): LuaValue {
    return typeof key === 'number' ? this.list[key - 1] : this.names.get(key)
  }

  set(key: LuaValue, value: LuaValue): void {
    if (typeof key !== 'number') this.names.set(key, value)
    else if (key >= 1 && key <= this.list.length + 1) this.list[key - 1] = value
    else throw new Error(`this Lua has no tables with gaps: ${key} of ${this.list.length}`)
  }
}

/** Everything but `nil` and `false` is true. */
export const isTrue = (value: LuaValue): boolean => value !== undefined && value !== false

export function indexOf(table: LuaValue, key: LuaValue): LuaValue {
  if (table instanceof LuaTable) return table.get(key)
  throw new Error(`attempt to index a ${typeof table} value with ${String(key)}`)
}

export function lengthOf(value: LuaValue): number {
  if (value instanceof LuaTable) return value.list.length
  if (typeof value === 'string') return value.length
  throw new Error(`attempt to get the length of a ${typeof value} value`)
}

export function callOf(called: LuaValue, values: readonly LuaValue[]): readonly LuaValue[] {
  if (typeof called === 'function') return (called as LuaFunction)(...values)
  throw new Error(`attempt to call a ${typeof called} value`)
}

function textOf(value: LuaValue): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  throw new Error(`attempt to concatenate a ${typeof value} value`)
}

export const joined = (a: LuaValue, b: LuaValue): string => textOf(a) + textOf(b)

/** Both numbers, or both texts: nothing else is compared or counted with. */
export function numberOf(value: LuaValue): number {
  if (typeof value === 'number') return value
  throw new Error(`attempt to do arithmetic on a ${typeof value} value`)
}
