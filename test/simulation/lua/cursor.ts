import { tokensOf } from './tokens.ts'
import type { Token } from './tokens.ts'

const end: Token = { kind: 'end', text: '' }

/** Goes over the words of a script, one after the other. */
export class Cursor {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(source: string) {
    this.#tokens = tokensOf(source)
  }

  get next(): Token {
    return this.#tokens[this.#at] ?? end
  }

  is(text: string): boolean {
    return this.next.text === text && this.next.kind !== 'text'
  }

  take(text: string): boolean {
    const is = this.is(text)
    if (is) this.#at++
    return is
  }

  expect(text: string): void {
    if (!this.take(text)) throw new Error(`this Lua expects ${text}, not ${this.next.text}`)
  }

  name(): string {
    const { kind, text } = this.next
    if (kind !== 'name') throw new Error(`this Lua expects a name, not ${text}`)
    this.#at++
    return text
  }

  /** The one behind the next. */
  get following(): Token {
    return this.#tokens[this.#at + 1] ?? end
  }

  skip(): void {
    this.#at++
  }
}
