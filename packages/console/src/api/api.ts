import { TrilatchError } from '@trilatch/core'
import type { FetchContext } from '@trilatch/core'
import { Hono } from 'hono'
import { TrieRouter } from 'hono/router/trie-router'
import type { Declaration } from '../contract/declaration.ts'
import { operations } from '../contract/operations.ts'
import type { OperationId } from '../contract/operations.ts'
import type { Settings } from '../options.ts'
import { problemAnswer } from './answers.ts'
import type { Handlers } from './handler.ts'
import { operate } from './operation.ts'
import type { AnyHandler } from './operation.ts'
import { noQuery } from './read-query.ts'
import { warm } from './warm.ts'

/** What a request is routed with. */
interface Routed {
  Bindings: { readonly context: FetchContext; readonly path: string }
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

function notFound(): TrilatchError {
  return new TrilatchError('TRILATCH_NOT_FOUND', 'There is nothing here.', { status: 404 })
}

function notAllowed(allowed: readonly string[]): TrilatchError {
  const allow = allowed.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])).join(', ')
  return new TrilatchError('TRILATCH_REQUEST_INVALID', `Use ${allow} here.`, {
    status: 405,
    headers: { allow },
  })
}

/** Answers requests to some of the operations; routed by Hono, whose router is all that is used of it. */
export function createApi(
  handlers: Partial<Handlers>,
  settings: Settings,
): (request: Request, context: FetchContext, path: string) => Promise<Response> {
  // A tree: no code and no expressions are made of paths.
  const app = new Hono<Routed>({ router: new TrieRouter(), getPath: (_, given) => given?.env?.path ?? '/' })
  for (const [id, handler] of Object.entries(handlers)) {
    const declared: Declaration = operations[id as OperationId]
    for (const schema of [declared.params, declared.query, declared.body, noQuery]) warm(schema)
    app.on(declared.method, declared.path.replaceAll(/\{(\w+)\}/g, ':$1'), ({ req, env }) =>
      operate(id, declared, handler as unknown as AnyHandler, req.param(), req.raw, env.context, settings),
    )
  }
  app.notFound(({ env }) => {
    const allowed = methods.filter((method) => app.router.match(method, env.path)[0].length > 0)
    throw allowed.length === 0 ? notFound() : notAllowed(allowed)
  })
  app.onError((error) => {
    throw error
  })
  return async (request, context, path) => {
    try {
      // Two spellings of one thing: only the one that can be read is taken.
      decodeURIComponent(path)
    } catch {
      return problemAnswer(notFound(), settings)
    }
    try {
      return await app.fetch(request, { context, path })
    } catch (error) {
      return problemAnswer(error, settings)
    }
  }
}
