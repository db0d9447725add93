import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { TrilatchError } from '../errors.ts'

/** A Node request as frameworks leave it; `body` is what a body parser has made of it. */
export type ParsedMessage = IncomingMessage & { readonly body?: unknown }

// Only the path matters to a mounted handler. Links are built from configuration and never from Host.
const origin = 'http://localhost'

/** The target's path and query; of an absolute-form target too, whose host is not believed. */
function pathOf(target: string): string {
  if (target.startsWith('/')) return target
  return URL.canParse(target) ? new URL(target).pathname + new URL(target).search : '/'
}

function encode(body: unknown, type: string): string | Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return body
  if (body instanceof Uint8Array) return Uint8Array.from(body)
  if (/^application\/(?:[\w.+-]+\+)?json\b/i.test(type)) return JSON.stringify(body)
  if (/^application\/x-www-form-urlencoded\b/i.test(type) && typeof body === 'object' && body !== null) {
    const fields = Object.entries(body).flatMap(([key, value]) =>
      (Array.isArray(value) ? (value as unknown[]) : [value]).map((item) => [key, item] as const),
    )
    // Nested fields of an extended parser have lost the names they were sent under.
    if (fields.every((field): field is [string, string] => typeof field[1] === 'string')) {
      return new URLSearchParams(fields as [string, string][]).toString()
    }
  }
  throw new TrilatchError(
    'TRILATCH_BODY_CONSUMED',
    'The body was read before the mounted handler: mount it before the body parser',
  )
}

function bodyOf(message: ParsedMessage): { body?: NonNullable<RequestInit['body']>; duplex?: 'half' } {
  if (message.method === 'GET' || message.method === 'HEAD') return {}
  if (!message.readableDidRead && !message.readableEnded)
    return { body: Readable.toWeb(message) as NonNullable<RequestInit['body']>, duplex: 'half' }
  return message.body === undefined
    ? {}
    : { body: encode(message.body, message.headers['content-type'] ?? '') }
}

/**
 * A Node request as a web `Request`, before or after body parsers.
 *
 * @param target The target as it arrived, with whatever path the handler is mounted under.
 * @throws TrilatchError `TRILATCH_BODY_CONSUMED` when a parser has read a body that cannot be put together again.
 */
export function toFetchRequest(message: ParsedMessage, target: string, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined) headers.append(name, one)
  }
  const init: RequestInit & { duplex?: 'half' } = {
    method: message.method ?? 'GET',
    headers,
    signal,
    ...bodyOf(message),
  }
  return new Request(origin + pathOf(target), init)
}

/** Sends a web `Response` as the answer to a Node request. */
export async function sendFetchResponse(
  response: Response,
  target: ServerResponse,
  method: string | undefined,
): Promise<void> {
  target.statusCode = response.status
  if (response.statusText !== '') target.statusMessage = response.statusText
  for (const [name, value] of response.headers) if (name !== 'set-cookie') target.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) target.appendHeader('set-cookie', cookies)
  if (response.body === null || method === 'HEAD') target.end()
  else await pipeline(Readable.fromWeb(response.body), target)
}

/** A signal that is aborted when the client goes away before the answer is complete. */
export function abortSignalOf(target: ServerResponse): AbortSignal {
  const controller = new AbortController()
  target.once('close', () => {
    if (!target.writableFinished) controller.abort()
  })
  return controller.signal
}
