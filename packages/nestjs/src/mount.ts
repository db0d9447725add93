import type { IncomingMessage, ServerResponse } from 'node:http'
import type { INestApplication } from '@nestjs/common'
import { abortSignalOf, asError, mounted, sendFetchResponse, toFetchRequest } from '@trilatch/core'
import type { FetchHandler } from '@trilatch/core'
import { Application } from './application.ts'
import { fastifyAnswer } from './fastify-answer.ts'
import { checkMountPath, mountedAt, refuseMount } from './mount-path.ts'
import { mountedContext } from './mounted-context.ts'
import { refusalFor } from './refusals.ts'

interface ExpressRequest extends IncomingMessage {
  readonly baseUrl: string
  readonly originalUrl: string
}

/** The parts of Fastify that mounting needs. */
interface FastifyRequest {
  readonly raw: IncomingMessage
  readonly originalUrl: string
}
interface FastifyReply {
  readonly raw: ServerResponse
  send(response: Response): unknown
}
interface Fastify {
  register(plugin: (scope: Fastify) => Promise<void>): unknown
  removeAllContentTypeParsers(): void
  addContentTypeParser(
    type: '*',
    parser: (request: unknown, body: unknown, done: (error: null) => void) => void,
  ): void
  all(path: string, handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>): void
}

type Ask = (
  request: object,
  reply: object,
  message: IncomingMessage,
  response: ServerResponse,
  target: string,
  basePath: string,
) => Promise<Response>

function onExpress(app: INestApplication, path: string, ask: Ask): void {
  app.use(path, (request: ExpressRequest, response: ServerResponse, next: (error: unknown) => void) => {
    const answer = async (): Promise<void> => {
      const answered = await ask(request, response, request, response, request.originalUrl, request.baseUrl)
      await sendFetchResponse(answered, response, request.method)
    }
    answer().catch((error: unknown) => {
      // A caller who hung up is nobody's error.
      if (response.headersSent || response.destroyed) response.destroy()
      else next(asError(error))
    })
  })
}

function onFastify(fastify: Fastify, path: string, ask: Ask): void {
  const plugin = async (scope: Fastify): Promise<void> => {
    // Bodies are the handler's to read.
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, _body, done) => done(null))
    const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
      const { raw, originalUrl } = request
      const answered = await ask(request, reply, raw, reply.raw, originalUrl, mountedAt(path, originalUrl))
      const hasBody = raw.method !== 'HEAD'
      if (!hasBody) await answered.body?.cancel()
      if (answered.statusText !== '') reply.raw.statusMessage = answered.statusText
      return reply.send(fastifyAnswer(answered, reply.raw, hasBody))
    }
    // Its router compares what is decoded.
    const route = decodeURI(path)
    scope.all(route, handler)
    scope.all(`${route}/*`, handler)
  }
  void fastify.register(plugin)
}

/**
 * Answers with a framework-free handler under a path, on both platforms. Call it between creating and starting the
 * application. No guard of Nest's runs before it: `subject` must know the caller from the request itself.
 *
 * @param path As browsers send it: `/admin`, `/team%20a/console`.
 * @throws TrilatchError `TRILATCH_OPTION_INVALID` for a path that is none, an application that has started, or one
 * without TrilatchModule.
 */
export function mount(app: INestApplication, path: string, handler: FetchHandler): void {
  const isHandler = typeof handler?.fetch === 'function'
  const given = app as Partial<INestApplication & FetchHandler> | string | undefined
  // A handler or a path that stands first tells what was forgotten.
  if (isHandler ? !isApplication(given) : typeof given === 'string' || typeof given?.fetch === 'function')
    throw new TypeError("mount() takes the application first: mount(app, '/admin', handler)")
  if (!isHandler) throw new TypeError('mount() takes a handler with a fetch method')
  checkMountPath(path)
  if ((app as { readonly isInitialized?: unknown }).isInitialized === true)
    refuseMount('the application has its routes already: mount before app.init() and app.listen().')
  const { guards, callOf } = applicationOf(app)
  const handle: Ask = async (request, reply, message, response, target, basePath) => {
    const call = callOf(mountedContext(request, reply))
    const { ip } = request as { readonly ip?: string }
    const context = await mounted(guards, call, basePath, ip)
    return handler.fetch(toFetchRequest(message, target, abortSignalOf(response)), context)
  }
  // An exception of Nest's, for it remakes errors that reach it from outside its own handlers.
  const ask: Ask = (...asked) =>
    handle(...asked).catch((error: unknown) => {
      throw asError(refusalFor('http', error))
    })
  const adapter = app.getHttpAdapter()
  const platform = adapter.getType()
  if (platform === 'express') onExpress(app, path, ask)
  else if (platform === 'fastify') onFastify(adapter.getInstance() as Fastify, path, ask)
  else refuseMount(`the platform ${JSON.stringify(platform)} is neither express nor fastify.`)
}

const isApplication = (given: unknown): boolean =>
  typeof (given as Partial<INestApplication> | undefined)?.getHttpAdapter === 'function'

/** What an application decides with. */
function applicationOf(app: INestApplication): Pick<Application, 'guards' | 'callOf'> {
  let found: Application
  try {
    found = app.get(Application, { strict: false })
  } catch {
    return refuseMount('the application does not import TrilatchModule.forRoot({ authorizer, subject }).')
  }
  return { guards: found.guards, callOf: (context) => found.callOf(context) }
}
