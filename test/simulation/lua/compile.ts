import { callOf, indexOf, isTrue, joined, lengthOf, LuaTable, numberOf } from './values.ts'
import { tokensOf } from './tokens.ts'
import type { Token } from './tokens.ts'
import type { LuaValue } from './values.ts'

// Lua, as much of it as the scripts of the store are written in, translated to JavaScript: what the simulated Redis
// carries out is the text that is sent to a real one. Whatever it does not know is an error.

const priorities: Record<string, number> = {
  or: 1,
  and: 2,
  '<': 3,
  '>': 3,
  '<=': 3,
  '>=': 3,
  '~=': 3,
  '==': 3,
  '..': 4,
  '+': 5,
  '-': 5,
  '*': 6,
}
const unary = 7

/** An expression in JavaScript; `call` is one that gives a list of values. */
interface Expression {
  readonly code: string
  readonly call?: boolean
}

const one = ({ code, call = false }: Expression): string => (call ? `${code}[0]` : code)

class Translator {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(source: string) {
    this.#tokens = tokensOf(source)
  }

  whole(): string {
    const code = this.#block()
    if (this.#next.kind !== 'end') throw new Error(`this Lua does not expect ${this.#next.text}`)
    return code
  }

  get #next(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' }
  }

  #is(text: string): boolean {
    return this.#next.text === text && this.#next.kind !== 'text'
  }

  #take(text: string): boolean {
    const is = this.#is(text)
    if (is) this.#at++
    return is
  }

  #expect(text: string): void {
    if (!this.#take(text)) throw new Error(`this Lua expects ${text}, not ${this.#next.text}`)
  }

  #name(): string {
    const { kind, text } = this.#next
    if (kind !== 'name') throw new Error(`this Lua expects a name, not ${text}`)
    this.#at++
    return text
  }

  #block(): string {
    let code = ''
    while (this.#next.kind !== 'end' && !['end', 'else', 'elseif'].some((word) => this.#is(word)))
      code += this.#statement()
    return code
  }

  #statement(): string {
    if (this.#take(';')) return ''
    if (this.#take('break')) return 'break;'
    if (this.#take('return')) {
      const ends = this.#next.kind === 'end' || this.#is('end')
      return `return ${ends ? '[]' : this.#list()};`
    }
    if (this.#take('if')) return this.#if()
    if (this.#take('for')) return this.#for()
    if (this.#take('local')) {
      if (this.#take('function')) {
        const name = this.#name()
        return `const $${name} = ${this.#function()};`
      }
      const names = [this.#name()]
      while (this.#take(',')) names.push(this.#name())
      const value = this.#take('=') ? this.#list() : '[]'
      return `let [${names.map((name) => `$${name}`).join(', ')}] = ${value};`
    }
    const target = this.#suffixed()
    if (!this.#take('=')) {
      if (target.call !== true) throw new Error('this Lua expects a call or an assignment')
      return `${target.code};`
    }
    const value = one(this.#expression(0))
    const place = /^index\((.*)\)$/s.exec(target.code)?.[1]
    return place === undefined ? `${target.code} = ${value};` : `assign(${place}, ${value});`
  }

  #if(): string {
    let code = `if (truth(${one(this.#expression(0))})) {`
    this.#expect('then')
    code += `${this.#block()}}`
    if (this.#take('elseif')) return `${code} else {${this.#if()}}`
    if (this.#take('else')) code += ` else {${this.#block()}}`
    this.#expect('end')
    return code
  }

  #for(): string {
    const names = [this.#name()]
    while (this.#take(',')) names.push(this.#name())
    let head: string
    if (this.#take('=')) {
      const from = one(this.#expression(0))
      this.#expect(',')
      const to = one(this.#expression(0))
      head = `{const from = ${from}, to = ${to}; for (let i = from; i <= to; i++) {let $${names[0] ?? ''} = i;`
    } else {
      this.#expect('in')
      // `ipairs` gives all pairs at once; no script changes what it walks over.
      const pairs = this.#expression(0)
      head = `{const all = ${pairs.code}; for (const [${names.map((name) => `$${name}`).join(', ')}] of all) {`
    }
    this.#expect('do')
    const body = this.#block()
    this.#expect('end')
    return `${head}${body}}}`
  }

  #function(): string {
    this.#expect('(')
    const names: string[] = []
    while (!this.#take(')')) {
      names.push(`$${this.#name()}`)
      this.#take(',')
    }
    const body = this.#block()
    this.#expect('end')
    return `(${names.join(', ')}) => {${body}return []}`
  }

  /** Expressions as a JavaScript list; all values of a call that stands last count. */
  #list(): string {
    const items = [this.#expression(0)]
    while (this.#take(',')) items.push(this.#expression(0))
    return `[${items.map((item, i) => (item.call === true && i === items.length - 1 ? `...${item.code}` : one(item))).join(', ')}]`
  }

  #expression(least: number): Expression {
    let left = this.#operand()
    for (;;) {
      const { kind, text: operator } = this.#next
      const priority = kind === 'mark' || kind === 'word' ? (priorities[operator] ?? 0) : 0
      if (priority <= least) return left
      this.#at++
      const right = one(this.#expression(operator === '..' ? priority - 1 : priority))
      left = { code: this.#binary(operator, one(left), right) }
    }
  }

  #binary(operator: string, a: string, b: string): string {
    switch (operator) {
      case 'and':
        return `and(${a}, () => ${b})`
      case 'or':
        return `or(${a}, () => ${b})`
      case '==':
        return `(${a} === ${b})`
      case '~=':
        return `(${a} !== ${b})`
      case '..':
        return `join(${a}, ${b})`
      default:
        return `(number(${a}) ${operator} number(${b}))`
    }
  }

  #operand(): Expression {
    if (this.#take('not')) return { code: `!truth(${one(this.#expression(unary))})` }
    if (this.#take('#')) return { code: `length(${one(this.#expression(unary))})` }
    if (this.#take('-')) return { code: `-number(${one(this.#expression(unary))})` }
    if (this.#take('nil')) return { code: 'undefined' }
    for (const word of ['true', 'false']) if (this.#take(word)) return { code: word }
    if (this.#take('function')) return { code: this.#function() }
    const { kind, text } = this.#next
    if (kind === 'number' || kind === 'text') {
      this.#at++
      return { code: kind === 'number' ? text : JSON.stringify(text.slice(1, -1)) }
    }
    if (this.#is('{')) return this.#table()
    return this.#suffixed()
  }

  #table(): Expression {
    this.#expect('{')
    const named: string[] = []
    const items: Expression[] = []
    while (!this.#take('}')) {
      const following = this.#tokens[this.#at + 1]
      if (this.#next.kind === 'name' && following?.text === '=') {
        const name = this.#name()
        this.#at++
        named.push(`[${JSON.stringify(name)}, ${one(this.#expression(0))}]`)
      } else items.push(this.#expression(0))
      if (!this.#take(',')) this.#take(';')
    }
    const list = items.map((item, i) =>
      item.call === true && i === items.length - 1 ? `...${item.code}` : one(item),
    )
    return { code: `table([${list.join(', ')}], [${named.join(', ')}])` }
  }

  #suffixed(): Expression {
    let found: Expression
    if (this.#take('(')) {
      found = { code: `(${one(this.#expression(0))})` }
      this.#expect(')')
    } else found = { code: `$${this.#name()}` }
    for (;;) {
      if (this.#take('.')) found = { code: `index(${one(found)}, ${JSON.stringify(this.#name())})` }
      else if (this.#take('[')) {
        found = { code: `index(${one(found)}, ${one(this.#expression(0))})` }
        this.#expect(']')
      } else if (this.#take('(')) {
        const values = this.#is(')') ? '[]' : this.#list()
        this.#expect(')')
        found = { code: `call(${one(found)}, ${values})`, call: true }
      } else return found
    }
  }
}

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
  const code = new Translator(source).whole()
  const names = [...Object.keys(helpers), ...globalNames.map((name) => `$${name}`)]
  // oxlint-disable-next-line eslint/no-new-func, typescript/no-implied-eval -- this is what a compiler is for
  const compiled = new Function(...names, `"use strict";${code}\nreturn []`) as (
    ...values: readonly unknown[]
  ) => readonly LuaValue[]
  const fixed = Object.values(helpers)
  return (globals) => compiled(...fixed, ...globalNames.map((name) => globals[name]))[0]
}
