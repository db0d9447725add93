import { request as overHttp } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { request as overHttps } from 'node:https'
import type { CustomFetch, CustomFetchOptions } from 'openid-client'
import { ProviderError } from '../provider-error.ts'
import { isLoopback } from './loopback.ts'

/** What bounds every call to a provider. */
export interface CallLimits {
  /** From the first byte that is sent to the last one that is read, in milliseconds. */
  readonly timeoutMs: number
  /** The most that is read of an answer, in bytes. */
  readonly maxBytes: number
  /** Certificates that are trusted in the place of the public ones. */
  readonly ca: string | undefined
  /** Whether http is spoken with this machine itself. */
  readonly insecureLoopback: boolean
}

function reasonOf(error: Error & { readonly code?: string }, host: string): ProviderError {
  const { code = '' } = error
  if (/CERT|SIGNATURE|SELF_SIGNED|ALTNAME|^ERR_TLS|UNABLE_TO/.test(code)) {
    const fix = 'Name the certificate of its authority with the option `ca`'
    return new ProviderError(
      'untrusted-certificate',
      `The certificate of ${host} is not trusted: ${code}. ${fix}`,
    )
  }
  if (code.startsWith('HPE_'))
    return new ProviderError('malformed', `What ${host} answers is no HTTP: ${code}`)
  return new ProviderError('unreachable', `${host} cannot be reached: ${code === '' ? error.message : code}`)
}

function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(message.headersDistinct))
    for (const value of values) headers.append(name, value)
  return headers
}

async function bodyOf(message: IncomingMessage, host: string, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of message as AsyncIterable<Buffer>) {
    size += part.length
    if (size > maxBytes)
      throw new ProviderError(
        'too-long',
        `${host} answered more than ${maxBytes} bytes; the rest was not read`,
      )
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function send(url: URL, options: CustomFetchOptions, limits: CallLimits, signal: AbortSignal) {
  const { method, headers, body } = options
  if (url.protocol !== 'https:' && !(limits.insecureLoopback && url.protocol === 'http:' && isLoopback(url)))
    throw new ProviderError('insecure-url', `${url.origin} is not asked: it is not https`)
  const { ca } = limits
  const request = url.protocol === 'https:' ? overHttps : overHttp
  return new Promise<IncomingMessage>((resolve, reject) => {
    // A connection of its own for each call: nothing is sent over one that the other side has just given up.
    const sent = request(url, {
      method,
      headers: { ...headers, 'accept-encoding': 'identity' },
      agent: false,
      signal,
      ...(ca === undefined ? {} : { ca }),
    })
    sent.on('response', resolve)
    sent.on('error', reject)
    sent.end(body === null || body === undefined ? undefined : String(body as string | URLSearchParams))
  })
}

/**
 * How providers are asked: redirects are not followed, nothing is decompressed, time and size have limits, and http is
 * spoken with this machine alone.
 *
 * @param aborted Of the request that the call is made for.
 */
export function callerWith(limits: CallLimits, aborted?: AbortSignal): CustomFetch {
  return async (address, options) => {
    const url = new URL(address)
    const late = AbortSignal.timeout(limits.timeoutMs)
    const signal = AbortSignal.any([late, options.signal, aborted].filter((one) => one !== undefined))
    try {
      const message = await send(url, options, limits, signal)
      const body = await bodyOf(message, url.host, limits.maxBytes)
      const status = message.statusCode ?? 0
      if (status < 200 || status > 599)
        throw new ProviderError('malformed', `${url.host} answered with status ${status}`)
      const isEmpty = status === 204 || status === 205 || status === 304
      return new Response(isEmpty ? null : new Uint8Array(body), { status, headers: headersOf(message) })
    } catch (error) {
      if (error instanceof ProviderError) throw error
      if (aborted?.aborted === true)
        throw new ProviderError('aborted', `Nobody waits for ${url.host} any more: the caller has gone`)
      if (signal.aborted)
        throw new ProviderError('too-slow', `${url.host} did not answer within ${limits.timeoutMs} ms`)
      throw reasonOf(error as Error, url.host)
    }
  }
}
