// Asks an application by fetch and by bytes.
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Running } from './setup.ts'

/** An answer, read to its end. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

/** Asks by fetch, following nothing. */
export async function ask(
  { port }: Running,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, redirect: 'manual' })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    text: await response.text(),
  }
}

/** Writes exactly these bytes and gives all that comes back until the server hangs up. */
export async function raw({ port }: Running, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server that hangs up early is an answer too.
  socket.on('error', () => {})
  socket.write(bytes)
  await once(socket, 'close')
  return Buffer.concat(chunks).toString()
}

/** One request with exactly this request line; asks the server to hang up behind it. */
export function line(
  running: Running,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const all = { host: `127.0.0.1:${running.port}`, connection: 'close', ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return raw(running, `${text}\r\n${lines.join('')}\r\n`)
}

/** The status of a raw answer; 0 when none came. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}
