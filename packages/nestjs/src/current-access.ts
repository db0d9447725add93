import { createParamDecorator, Inject, Injectable } from '@nestjs/common'
import type { ExecutionContext, PipeTransform } from '@nestjs/common'
import type { Access, MaybePromise } from '@trilatch/core'
import { Application } from './application.ts'

/** A context on its way through the pipes: nothing that a pipe of the application could look into or change. */
class Pending {
  readonly #context: ExecutionContext
  constructor(context: ExecutionContext) {
    this.#context = context
  }
  static contextOf(value: Pending): ExecutionContext {
    return value.#context
  }
}

const pending = createParamDecorator<undefined, Pending>((_data, context) => new Pending(context))

// A pipe and not the decorator's own function, for a pipe is made by the application that it runs in.
class AccessPipe implements PipeTransform<Pending, MaybePromise<Access>> {
  readonly #application: Application
  constructor(application: Application) {
    this.#application = application
  }
  transform(value: Pending): MaybePromise<Access> {
    return this.#application.access(Pending.contextOf(value))
  }
}

class ResourcePipe implements PipeTransform<Pending, unknown> {
  readonly #application: Application
  constructor(application: Application) {
    this.#application = application
  }
  transform(value: Pending): unknown {
    return this.#application.resource(Pending.contextOf(value))
  }
}

for (const Pipe of [AccessPipe, ResourcePipe]) {
  Injectable()(Pipe)
  Inject(Application)(Pipe, undefined, 0)
}

export const CurrentAccess = (): ParameterDecorator => pending(AccessPipe)

export const CurrentResource = (): ParameterDecorator => pending(ResourcePipe)
