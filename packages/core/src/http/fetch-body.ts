import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { TrilatchError } from '../errors.ts'

/** A Node request as frameworks leave it; `body` is what a body parser has made of it. */
export type ParsedMessage = IncomingMessage & { readonly body?: unknown }

/** The part of a web request's options that is about its body. */
export interface FetchBody {
  readonly body?: NonNullable<RequestInit['body']>
  readonly duplex?: 'half'
  /** The body was put together again: what the headers said of its length and coding is no longer so. */
  readonly rebuilt: boolean
}

function encode(body: unknown, type: string): string | Uint8Array<ArrayBuffer> | undefined {
  const json = /^application\/(?:[\w.+-]+\+)?json\b/i.test(type)
  if (body instanceof Uint8Array) return Uint8Array.from(body)
  // Text of a JSON type may be the text that was sent, or what was read from it: nobody can tell.
  if (typeof body === 'string') return json ? undefined : body
  if (json) return JSON.stringify(body)
  if (!/^application\/x-www-form-urlencoded\b/i.test(type) || typeof body !== 'object' || body === null)
    return undefined
  const fields = Object.entries(body).flatMap(([key, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((item) => [key, item] as const),
  )
  // Nested fields of an extended parser have lost the names they were sent under.
  if (!fields.every(([, value]) => typeof value === 'string')) return undefined
  return new URLSearchParams(fields as [string, string][]).toString()
}

/**
 * The body of a Node request for a web one: its stream, or what a parser read put together again.
 *
 * @param parsed What a body parser has made of it, where the framework keeps that; bytes are taken as they are.
 * @throws TrilatchError `TRILATCH_BODY_CONSUMED` when a parser has read a body that cannot be put together again.
 */
export function fetchBodyOf(message: ParsedMessage, parsed: unknown = message.body): FetchBody {
  const { method, headers } = message
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  if (method === 'GET' || method === 'HEAD' || !hasBody) return { rebuilt: false }
  if (!message.readableDidRead && !message.readableEnded) {
    return {
      body: Readable.toWeb(message) as NonNullable<RequestInit['body']>,
      duplex: 'half',
      rebuilt: false,
    }
  }
  const body = parsed === undefined ? undefined : encode(parsed, headers['content-type'] ?? '')
  if (body !== undefined) return { body, rebuilt: true }
  const why = 'The body was read before the mounted handler: mount it before the body parser'
  throw new TrilatchError('TRILATCH_BODY_CONSUMED', why)
}
