import 'reflect-metadata'
import { Catch, Logger } from '@nestjs/common'
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common'
import { EXCEPTION_FILTERS_METADATA } from '@nestjs/common/constants.js'
import { TrilatchError } from '@trilatch/core'
import type { Problem } from '@trilatch/core'
import { throwError } from 'rxjs'
import { answerTo, HttpRefusal, messageOf, refusalFor } from './refusals.ts'
import { isAnswered, send } from './reply.ts'
import type { Reply } from './reply.ts'

/** What Nest answers to an error that is no answer itself. */
const fault: Problem = {
  status: 500,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: '{"statusCode":500,"message":"Internal server error"}',
}

const told = (problem: Problem | undefined): object =>
  problem === undefined ? { status: 'error', message: 'Internal server error' } : messageOf(problem)

async function tell(message: object, host: ArgumentsHost): Promise<void> {
  const { BaseWsExceptionFilter, WsException } = await import('@nestjs/websockets')
  const filter = new BaseWsExceptionFilter()
  // oxlint-disable-next-line promise/no-promise-in-callback -- a filter's method, no promise's
  filter.catch(new WsException(message), host)
}

/**
 * Answers Trilatch's refusals as problem details (RFC 9457), those that a handler's `assert` throws too. It is the
 * last of an application's filters: whatever the application catches itself is the application's.
 */
class RefusalFilter implements ExceptionFilter<HttpRefusal | TrilatchError> {
  catch(error: HttpRefusal | TrilatchError, host: ArgumentsHost): unknown {
    const kind = host.getType<string>()
    const problem = error instanceof HttpRefusal ? error.problem : answerTo(error)
    if (problem === undefined) new Logger('Trilatch').error(error)
    switch (kind) {
      case 'http': {
        const reply = host.switchToHttp().getResponse<Reply>()
        if (!isAnswered(reply)) send(problem ?? fault, reply)
        return undefined
      }
      case 'graphql':
        return refusalFor('graphql', error)
      case 'rpc':
        return throwError(() => told(problem))
      case 'ws':
        return void tell(told(problem), host)
      default:
        // Whoever made this kind of context hears of it as it is.
        throw error
    }
  }
}

Catch(HttpRefusal, TrilatchError)(RefusalFilter)

/** One for all applications: it keeps nothing. */
export const refusalFilter: ExceptionFilter = new RefusalFilter()

/** Puts the filter behind those that a class or a method has: Nest asks the last one first. */
export function putFilterLast(target: object): void {
  const filters = (Reflect.getMetadata(EXCEPTION_FILTERS_METADATA, target) as unknown[] | undefined) ?? []
  const others = filters.filter((one) => one !== refusalFilter)
  Reflect.defineMetadata(EXCEPTION_FILTERS_METADATA, [refusalFilter, ...others], target)
}
