import { connect, isIP } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { Client } from 'ldapts'
import { DirectoryError, ended } from '../directory-error.ts'
import type { DirectoryTrouble } from '../directory-error.ts'
import type { ServerAddress, ServerSettings } from '../options/server-settings.ts'
import { Transport } from './transport.ts'

/** Asks for TLS on a connection that is there (RFC 4511, 4.14). */
const startTls = '1.3.6.1.4.1.1466.20037'

/** Waits for a socket to be ready; destroys it when it is not within its time, or nobody waits any more. */
function ready(
  socket: Socket,
  event: 'connect' | 'secureConnect',
  { connectTimeout }: ServerSettings,
  where: string,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (trouble: DirectoryTrouble, message: string, cause?: unknown): void => {
      settle()
      socket.on('error', () => {})
      socket.destroy()
      reject(new DirectoryError(trouble, message, { cause }))
    }
    const failed = (error: NodeJS.ErrnoException): void =>
      end(
        event === 'connect' || isNetwork(error) ? 'unreachable' : 'tls',
        `${where}: ${error.message}`,
        error,
      )
    const closed = (): void => end(event === 'connect' ? 'unreachable' : 'tls', `${where}: it hung up`)
    const aborted = (): void => end(ended(signal).trouble, `${where}: nobody waits any more`)
    const timer = setTimeout(
      () => end('unreachable', `${where}: no connection within ${connectTimeout} ms`),
      connectTimeout,
    )
    const settle = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
      for (const [name, listener] of [
        ['error', failed],
        ['close', closed],
        [event, connected],
      ] as const)
        socket.removeListener(name, listener)
    }
    const connected = (): void => {
      settle()
      resolve()
    }
    socket.once('error', failed)
    socket.once('close', closed)
    socket.once(event, connected)
    signal.addEventListener('abort', aborted, { once: true })
    if (signal.aborted) aborted()
  })
}

const isNetwork = ({ code = '' }: NodeJS.ErrnoException): boolean =>
  ['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT'].includes(code)

/** TLS over a new connection, or over one that is there. The certificate and the name of the host are always checked. */
async function secure(
  address: ServerAddress,
  settings: ServerSettings,
  over: Socket | undefined,
  where: string,
  signal: AbortSignal,
): Promise<Socket> {
  const { servername, ...given } = settings.tls
  const name = servername ?? address.host
  const socket = connectTls({
    minVersion: 'TLSv1.2',
    ...given,
    // `host` is what the certificate is compared with where there is no server name: for addresses.
    host: over === undefined ? address.host : name,
    ...(over === undefined ? { port: address.port } : { socket: over }),
    ...(isIP(name) === 0 ? { servername: name } : {}),
    rejectUnauthorized: true,
  })
  await ready(socket, 'secureConnect', settings, where, signal)
  if (socket.authorized) return socket
  socket.destroy()
  throw new DirectoryError('tls', `${where}: ${String(socket.authorizationError)}`)
}

/** Upgrades a connection, or ends it: nothing is said in the clear but the wish for TLS. */
async function upgrade(
  raw: Socket,
  address: ServerAddress,
  settings: ServerSettings,
  where: string,
  signal: AbortSignal,
): Promise<Socket> {
  const plain = new Transport(raw)
  plain.allow(65_536)
  const client = new Client({
    url: 'ldap://connected',
    timeout: settings.connectTimeout,
    connectTimeout: settings.connectTimeout,
    createConnection: () => plain as unknown as Socket,
  })
  const aborted = (): void => plain.fail(ended(signal))
  signal.addEventListener('abort', aborted, { once: true })
  try {
    await client.exop(startTls)
    if (plain.trouble !== undefined) throw plain.trouble
    return await secure(address, settings, plain.release(), where, signal)
  } catch (error) {
    raw.destroy()
    if (error instanceof DirectoryError) throw error
    const trouble = plain.trouble?.trouble ?? 'tls'
    const said = error instanceof Error ? error.message : String(error)
    throw new DirectoryError(trouble, `${where} does not begin TLS: ${said}`, { cause: error })
  } finally {
    signal.removeEventListener('abort', aborted)
  }
}

/**
 * Connects to a server, and begins TLS as the settings say.
 *
 * @throws DirectoryError `unreachable`, `tls`, `aborted`, or what ended the connection before TLS began
 */
export async function openTransport(
  address: ServerAddress,
  settings: ServerSettings,
  signal: AbortSignal,
): Promise<Transport> {
  const where = address.url
  if (address.secure) return new Transport(await secure(address, settings, undefined, where, signal))
  const raw = connect({ host: address.host, port: address.port, noDelay: true })
  await ready(raw, 'connect', settings, where, signal)
  if (settings.insecure) return new Transport(raw)
  return new Transport(await upgrade(raw, address, settings, where, signal))
}
