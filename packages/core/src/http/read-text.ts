import { TrilatchError } from '../errors.ts'

function refuse(status: number, message: string): never {
  throw new TrilatchError('TRILATCH_REQUEST_INVALID', message, { status })
}

/**
 * The body of a web request as text, no more of it than `maxBytes`.
 *
 * @throws TrilatchError `TRILATCH_REQUEST_INVALID`: 413 when it is longer, 400 when it is not UTF-8.
 */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) refuse(413, 'The body is too long.')
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body ?? []) {
    const bytes = chunk as Uint8Array
    size += bytes.byteLength
    if (size > maxBytes) refuse(413, 'The body is too long.')
    chunks.push(bytes)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks))
  } catch {
    return refuse(400, 'The body is not UTF-8.')
  }
}
