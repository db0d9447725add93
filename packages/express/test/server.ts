// Real servers on the loopback, asked by fetch and by bytes.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { connect } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import type { Answer } from '../../../test/contracts/adapter-policy.ts'

const running = new Set<Server>()

export interface TestServer {
  readonly origin: string
  /** Asks by fetch, following nothing. */
  ask(path: string, init?: RequestInit): Promise<Answer>
  /** Opens a connection, for a test that writes to it and hangs up by itself. */
  dial(): Promise<Socket>
  /** Writes exactly these bytes and gives all that comes back until the server hangs up. */
  raw(bytes: string): Promise<string>
  /** One request with exactly this request line; asks the server to hang up behind it. */
  line(line: string, headers?: Readonly<Record<string, string>>): Promise<string>
}

/** Starts a server on a free port of the loopback. */
export async function start(app: RequestListener): Promise<TestServer> {
  const server = createServer(app)
  running.add(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const dial = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    return socket
  }
  const raw = async (bytes: string): Promise<string> => {
    const socket = await dial()
    const chunks: Buffer[] = []
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    // A server that hangs up early is an answer too.
    socket.on('error', () => {})
    socket.write(bytes)
    await once(socket, 'close')
    return Buffer.concat(chunks).toString()
  }
  return {
    origin,
    dial,
    raw,
    ask: async (path, init = {}) => {
      const response = await fetch(origin + path, { redirect: 'manual', ...init })
      return { status: response.status, headers: response.headers, text: await response.text() }
    },
    line: (line, headers = {}) => {
      const all = { host: `127.0.0.1:${port}`, connection: 'close', ...headers }
      const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
      return raw(`${line}\r\n${lines.join('')}\r\n`)
    },
  }
}

/** Stops every server that this file has started. For `afterEach` and `afterAll`. */
export async function stopAll(): Promise<void> {
  const stopped = [...running].map(async (server) => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  running.clear()
  await Promise.all(stopped)
}

/** The status of a raw answer; 0 when none came. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)
}
