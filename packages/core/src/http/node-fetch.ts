import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { TrilatchError } from '../errors.ts'
import { fetchBodyOf } from './fetch-body.ts'
import type { ParsedMessage } from './fetch-body.ts'

// Only the path matters to a mounted handler. Links are built from configuration and never from Host.
const origin = 'http://localhost'

/** Segments that a web URL resolves and frameworks do not: guards before the handler saw another path. */
const dotSegment = /(?:^|[/\\])(?:\.|%2e){1,2}(?:$|[/\\])|\\/i

/** Methods that a web Request cannot have. */
const impossible = new Set(['CONNECT', 'TRACE', 'TRACK'])

/** Headers that describe a body as it was sent, and not as it was put together again. */
const aboutBytes = ['content-length', 'content-encoding', 'transfer-encoding']

/** The target's path and query; of an absolute-form target too, whose host is not believed. */
function pathOf(target: string): string {
  const path = target.startsWith('/') ? target : target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '')
  const from = path.startsWith('/') ? path : `/${path === '*' ? '' : path}`
  if (dotSegment.test(from.split(/[?#]/, 1)[0] ?? '')) {
    throw new TrilatchError('TRILATCH_RESOURCE_IMPROPER', 'The path has dot segments or backslashes.', {
      status: 400,
    })
  }
  return from
}

/**
 * A Node request as a web `Request`, before or after body parsers.
 *
 * @param target The target as it arrived, with whatever path the handler is mounted under.
 * @param parsed What a body parser has made of the body, where the framework does not keep it on the Node request.
 * @throws TrilatchError `TRILATCH_BODY_CONSUMED` when a parser has read a body that cannot be put together again;
 * `TRILATCH_RESOURCE_IMPROPER` (400) for a path that would be read as another one, (501) for a method no web request has.
 */
export function toFetchRequest(
  message: ParsedMessage,
  target: string,
  signal: AbortSignal,
  parsed?: unknown,
): Request {
  const method = message.method ?? 'GET'
  if (impossible.has(method.toUpperCase())) {
    throw new TrilatchError('TRILATCH_RESOURCE_IMPROPER', `The method ${method} is not answered here.`, {
      status: 501,
    })
  }
  const url = origin + pathOf(target)
  const { rebuilt, ...body } = fetchBodyOf(message, parsed)
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    if (rebuilt && aboutBytes.includes(name)) continue
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one)
  }
  return new Request(url, { method, headers, signal, ...body })
}

/** Sends a web `Response` as the answer to a Node request. */
export async function sendFetchResponse(
  response: Response,
  target: ServerResponse,
  method: string | undefined,
): Promise<void> {
  target.statusCode = response.status
  if (response.statusText !== '') target.statusMessage = response.statusText
  for (const [name, value] of response.headers)
    // What middleware in front has said stays.
    if (name === 'set-cookie') target.appendHeader(name, value)
    else if (name === 'vary' && target.hasHeader(name))
      target.setHeader(name, `${String(target.getHeader(name))}, ${value}`)
    else target.setHeader(name, value)
  // Where a program has the types of browsers too, theirs of streams are others.
  const body: unknown = response.body
  if (body !== null && method !== 'HEAD') return pipeline(Readable.fromWeb(body as ReadableStream), target)
  target.end()
  // Lets go of what the handler would have streamed.
  await response.body?.cancel()
}

/** A signal that is aborted when the client goes away before the answer is complete. */
export function abortSignalOf(target: ServerResponse): AbortSignal {
  const controller = new AbortController()
  const abort = (): void => {
    if (!target.writableFinished) controller.abort()
  }
  if (target.destroyed || target.closed) abort()
  else target.once('close', abort)
  return controller.signal
}
