import { Catch, Logger } from '@nestjs/common'
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import { BaseExceptionFilter } from '@nestjs/core'
import type { HttpAdapterHost } from '@nestjs/core'
import { problemOf, TrilatchError } from '@trilatch/core'
import { throwError } from 'rxjs'
import { HttpRefusal, messageOf, refusalFor } from './refusals.ts'
import { send } from './reply.ts'
import type { Reply } from './reply.ts'

/**
 * Answers Trilatch's refusals as problem details (RFC 9457), those that a handler's `assert` throws too. It is the
 * last of an application's filters: whatever the application catches itself is the application's.
 */
export class RefusalFilter implements ExceptionFilter<HttpRefusal | TrilatchError> {
  readonly #host: HttpAdapterHost

  constructor(host: HttpAdapterHost) {
    this.#host = host
  }

  catch(error: HttpRefusal | TrilatchError, host: ArgumentsHost): unknown {
    const kind = host.getType<string>()
    if (kind === 'graphql') return refusalFor('graphql', error)
    const problem = error instanceof HttpRefusal ? error.problem : problemOf(error)
    if (kind === 'rpc') {
      if (problem === undefined) new Logger('Trilatch').error(error)
      const told =
        problem === undefined ? { status: 'error', message: 'Internal server error' } : messageOf(problem)
      return throwError(() => told)
    }
    const adapter = this.#host.httpAdapter
    const reply = host.switchToHttp().getResponse<Reply>()
    if (problem === undefined || adapter.isHeadersSent(reply))
      // oxlint-disable-next-line promise/no-promise-in-callback -- Nest's filter, no promise
      new BaseExceptionFilter(adapter).catch(error, host)
    else send(problem, reply)
    return undefined
  }
}

Catch(HttpRefusal, TrilatchError)(RefusalFilter)
