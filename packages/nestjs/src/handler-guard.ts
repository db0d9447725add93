import { Inject, Injectable, Optional } from '@nestjs/common'
import type { CanActivate, ExecutionContext } from '@nestjs/common'
import { gateToken } from './gate-token.ts'

/** What a handler's guard asks. */
interface Decider {
  decide(context: ExecutionContext): boolean | Promise<boolean>
}

/**
 * The guard of every handler. A class, so that Nest takes the object of the application that is running: a process
 * may have several with the same controllers. In one without TrilatchModule it decides nothing; the latch behind it
 * stays shut.
 */
export class HandlerGuard implements CanActivate {
  readonly #decider: Decider | undefined

  constructor(decider: Decider | undefined) {
    this.#decider = decider
  }

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    return this.#decider === undefined || this.#decider.decide(context)
  }
}

Injectable()(HandlerGuard)
Inject(gateToken)(HandlerGuard, undefined, 0)
Optional()(HandlerGuard, undefined, 0)
