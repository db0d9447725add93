import type { Cursor } from './cursor.ts'

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
export interface Expression {
  readonly code: string
  readonly call?: boolean
}

/** The first value of an expression. */
export const one = ({ code, call = false }: Expression): string => (call ? `${code}[0]` : code)

/** Translates what has a value. Functions have statements in them, which are another's to translate. */
export abstract class Expressions {
  protected readonly cursor: Cursor

  constructor(cursor: Cursor) {
    this.cursor = cursor
  }

  /** A function from its parameters to its `end`. */
  protected abstract functionBody(): string

  /** Expressions as a JavaScript list; all values of a call that stands last count. */
  list(): string {
    const items = [this.expression(0)]
    while (this.cursor.take(',')) items.push(this.expression(0))
    return `[${items.map((item, i) => (item.call === true && i === items.length - 1 ? `...${item.code}` : one(item))).join(', ')}]`
  }

  expression(least: number): Expression {
    let left = this.#operand()
    for (;;) {
      const { kind, text: operator } = this.cursor.next
      const priority = kind === 'mark' || kind === 'word' ? (priorities[operator] ?? 0) : 0
      if (priority <= least) return left
      this.cursor.skip()
      const right = one(this.expression(operator === '..' ? priority - 1 : priority))
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
    if (this.cursor.take('not')) return { code: `!truth(${one(this.expression(unary))})` }
    if (this.cursor.take('#')) return { code: `length(${one(this.expression(unary))})` }
    if (this.cursor.take('-')) return { code: `-number(${one(this.expression(unary))})` }
    if (this.cursor.take('nil')) return { code: 'undefined' }
    for (const word of ['true', 'false']) if (this.cursor.take(word)) return { code: word }
    if (this.cursor.take('function')) return { code: this.functionBody() }
    const { kind, text } = this.cursor.next
    if (kind === 'number' || kind === 'text') {
      this.cursor.skip()
      return { code: kind === 'number' ? text : JSON.stringify(text.slice(1, -1)) }
    }
    if (this.cursor.is('{')) return this.#table()
    return this.suffixed()
  }

  #table(): Expression {
    this.cursor.expect('{')
    const named: string[] = []
    const items: Expression[] = []
    while (!this.cursor.take('}')) {
      const following = this.cursor.following
      if (this.cursor.next.kind === 'name' && following?.text === '=') {
        const name = this.cursor.name()
        this.cursor.skip()
        named.push(`[${JSON.stringify(name)}, ${one(this.expression(0))}]`)
      } else items.push(this.expression(0))
      if (!this.cursor.take(',')) this.cursor.take(';')
    }
    const list = items.map((item, i) =>
      item.call === true && i === items.length - 1 ? `...${item.code}` : one(item),
    )
    return { code: `table([${list.join(', ')}], [${named.join(', ')}])` }
  }

  suffixed(): Expression {
    let found: Expression
    if (this.cursor.take('(')) {
      found = { code: `(${one(this.expression(0))})` }
      this.cursor.expect(')')
    } else found = { code: `$${this.cursor.name()}` }
    for (;;) {
      if (this.cursor.take('.'))
        found = { code: `index(${one(found)}, ${JSON.stringify(this.cursor.name())})` }
      else if (this.cursor.take('[')) {
        found = { code: `index(${one(found)}, ${one(this.expression(0))})` }
        this.cursor.expect(']')
      } else if (this.cursor.take('(')) {
        const values = this.cursor.is(')') ? '[]' : this.list()
        this.cursor.expect(')')
        found = { code: `call(${one(found)}, ${values})`, call: true }
      } else return found
    }
  }
}
