import { problemDetails } from '../problem-details.ts'
import { routerOf } from './router.ts'
import type { AnyFunction } from './router.ts'

/** Middleware that is known to answer nothing by itself and to have no routes. */
export class PlainMiddleware {
  readonly #named: readonly (string | AnyFunction)[]
  readonly #met = new Set<string | AnyFunction>()
  /** Another function of the same code does the same. */
  readonly #code = new Set([String(problemDetails())])

  /** @param named Names, or functions themselves. */
  constructor(named: readonly (string | AnyFunction)[]) {
    this.#named = named
  }

  /** Knows a router's `allowedMethods()`, which answers OPTIONS for the routes and has no name to know it by. */
  learn(middleware: unknown): void {
    const code = String(routerOf(middleware)?.allowedMethods?.())
    // Code that says nothing of what it does, such as that of a bound function, is that of many.
    if (/allowed/i.test(code)) this.#code.add(code)
  }

  has(middleware: AnyFunction): boolean {
    const named = this.#named.filter((one) => one === middleware || (one !== '' && one === middleware.name))
    for (const one of named) this.#met.add(one)
    return named.length > 0 || this.#code.has(String(middleware))
  }

  /** What was named and not met: such a name would let pass whatever comes to bear it. */
  strays(): readonly string[] {
    const strays = this.#named.filter((one) => !this.#met.has(one))
    return strays.map((one) => JSON.stringify(typeof one === 'function' ? one.name : one))
  }
}
