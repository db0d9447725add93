import type { Strategy, StrategyPorts } from './strategy.ts'

/** Prepares strategies once; what failed is tried again by whoever comes next. */
export class Preparation {
  readonly #strategies: readonly Strategy[]
  readonly #ports: StrategyPorts
  readonly #prepared = new Set<Strategy>()
  #pending: Promise<void> | undefined

  constructor(strategies: readonly Strategy[], ports: StrategyPorts) {
    this.#strategies = strategies
    this.#ports = ports
  }

  /** The first strategy that is not prepared, while there is one. */
  get next(): Strategy | undefined {
    return this.#strategies.find((strategy) => !this.#prepared.has(strategy))
  }

  /** @throws what a strategy throws */
  done(): Promise<void> {
    if (this.next === undefined) return Promise.resolve()
    this.#pending ??= this.#prepare().finally(() => (this.#pending = undefined))
    return this.#pending
  }

  async #prepare(): Promise<void> {
    for (let strategy = this.next; strategy !== undefined; strategy = this.next) {
      await strategy.prepare?.(this.#ports)
      this.#prepared.add(strategy)
    }
  }
}
