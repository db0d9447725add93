import { HttpException } from '@nestjs/common'
import { faultReporter, problemOf, Refusal, TrilatchError } from '@trilatch/core'
import type { MissingPermission, Problem, TrilatchErrorCode } from '@trilatch/core'
import type { Kind } from './request-of.ts'
import type { Transports } from './transports.ts'

/** A refusal as Nest's exceptions are: filters of the application see it, its response is the problem (RFC 9457). */
export class HttpRefusal extends HttpException {
  readonly code: TrilatchErrorCode
  /** The missing permissions; empty where they are not to be told. */
  readonly permissions: readonly MissingPermission[]
  /** Headers that belong to the answer, names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly problem: Problem

  constructor(error: TrilatchError, problem: Problem) {
    super(problem.body === '' ? '' : bodyOf(problem), problem.status, { cause: error })
    this.name = 'HttpRefusal'
    this.message = problem.body === '' ? 'See the sign-in page' : bodyOf(problem).detail
    this.code = error.code
    this.permissions = error instanceof Refusal ? error.permissions : []
    this.headers = problem.headers
    this.problem = problem
  }
}

/** A refusal as a GraphQL error: `extensions` have `code`, `status` and, where it may be told, `permissions`. */
class GraphqlRefusal extends Error {
  readonly extensions: Readonly<Record<string, unknown>>

  constructor({ detail, code, status, permissions }: ProblemBody, cause: TrilatchError) {
    super(detail, { cause })
    this.name = 'GraphqlRefusal'
    this.extensions = { code, status, ...(permissions === undefined ? {} : { permissions }) }
  }
}

interface ProblemBody {
  readonly detail: string
  readonly code: string
  readonly status: number
  readonly permissions?: unknown
}

const bodyOf = ({ body }: Problem): ProblemBody => JSON.parse(body) as ProblemBody

/** A problem as clients of sockets and microservices get it; `message` is where they look. */
export function messageOf(problem: Problem): Readonly<Record<string, unknown>> {
  const body = bodyOf(problem)
  return { ...body, message: body.detail }
}

/** One for all applications of a process: it keeps what was told already. */
const report = faultReporter()

/** An error as an answer; what the caller is not told of it is told the operator. */
export function answerTo(error: unknown): Problem | undefined {
  report(error)
  return problemOf(error)
}

/** An error of Trilatch's the way a context's clients are told; what is no answer to a request stays as it is. */
export function refusalFor(
  kind: Kind,
  error: unknown,
  { WsException, RpcException }: Transports = {},
): unknown {
  const problem = answerTo(error)
  if (problem === undefined || !(error instanceof TrilatchError)) return error
  if (kind === 'http') return new HttpRefusal(error, problem)
  const body = bodyOf(problem)
  if (kind === 'graphql') return new GraphqlRefusal(body, error)
  const told = messageOf(problem)
  if (kind === 'ws') return WsException === undefined ? error : new WsException(told)
  return RpcException === undefined ? error : new RpcException(told)
}
