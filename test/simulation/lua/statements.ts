import { Expressions, one } from './expressions.ts'

/** Translates statements, up to the end of their block. */
export class Statements extends Expressions {
  block(): string {
    let code = ''
    while (this.cursor.next.kind !== 'end' && !['end', 'else', 'elseif'].some((word) => this.cursor.is(word)))
      code += this.#statement()
    return code
  }

  #statement(): string {
    if (this.cursor.take(';')) return ''
    if (this.cursor.take('break')) return 'break;'
    if (this.cursor.take('return')) {
      const ends = this.cursor.next.kind === 'end' || this.cursor.is('end')
      return `return ${ends ? '[]' : this.list()};`
    }
    if (this.cursor.take('if')) return this.#if()
    if (this.cursor.take('for')) return this.#for()
    if (this.cursor.take('while')) return this.#while()
    if (this.cursor.take('local')) {
      if (this.cursor.take('function')) {
        const name = this.cursor.name()
        return `const $${name} = ${this.functionBody()};`
      }
      const names = [this.cursor.name()]
      while (this.cursor.take(',')) names.push(this.cursor.name())
      const value = this.cursor.take('=') ? this.list() : '[]'
      return `let [${names.map((name) => `$${name}`).join(', ')}] = ${value};`
    }
    const target = this.suffixed()
    if (!this.cursor.take('=')) {
      if (target.call !== true) throw new Error('this Lua expects a call or an assignment')
      return `${target.code};`
    }
    const value = one(this.expression(0))
    const place = /^index\((.*)\)$/s.exec(target.code)?.[1]
    return place === undefined ? `${target.code} = ${value};` : `assign(${place}, ${value});`
  }

  #if(): string {
    let code = `if (truth(${one(this.expression(0))})) {`
    this.cursor.expect('then')
    code += `${this.block()}}`
    if (this.cursor.take('elseif')) return `${code} else {${this.#if()}}`
    if (this.cursor.take('else')) code += ` else {${this.block()}}`
    this.cursor.expect('end')
    return code
  }

  #while(): string {
    const condition = one(this.expression(0))
    this.cursor.expect('do')
    const body = this.block()
    this.cursor.expect('end')
    return `while (truth(${condition})) {${body}}`
  }

  #for(): string {
    const names = [this.cursor.name()]
    while (this.cursor.take(',')) names.push(this.cursor.name())
    let head: string
    if (this.cursor.take('=')) {
      const from = one(this.expression(0))
      this.cursor.expect(',')
      const to = one(this.expression(0))
      head = `{const from = ${from}, to = ${to}; for (let i = from; i <= to; i++) {let $${names[0] ?? ''} = i;`
    } else {
      this.cursor.expect('in')
      // `ipairs` gives all pairs at once; no script changes what it walks over.
      const pairs = this.expression(0)
      head = `{const all = ${pairs.code}; for (const [${names.map((name) => `$${name}`).join(', ')}] of all) {`
    }
    this.cursor.expect('do')
    const body = this.block()
    this.cursor.expect('end')
    return `${head}${body}}}`
  }

  protected override functionBody(): string {
    this.cursor.expect('(')
    const names: string[] = []
    while (!this.cursor.take(')')) {
      names.push(`$${this.cursor.name()}`)
      this.cursor.take(',')
    }
    const body = this.block()
    this.cursor.expect('end')
    return `(${names.join(', ')}) => {${body}return []}`
  }
}
