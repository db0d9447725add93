import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/** What becomes of one message of the server: other bytes, nothing ever again, or the end of the connection. */
export type Fate = Buffer | 'close' | 'silence'

export interface RelayOptions {
  /** Decides about each message of the server, by its place among all messages since the beginning. */
  readonly tamper?: (message: Buffer, index: number) => Fate
  /** The connection ends, or falls silent, when so many bytes of the server have passed, over all connections. */
  readonly cutAfter?: { readonly bytes: number; readonly how: 'close' | 'silence' }
}

/** Stands between a client and a directory that may be changed on its way. */
export interface Relay {
  readonly port: number
  /** What each connection's client has sent, in whole messages where it was in the clear. */
  readonly connections: readonly { readonly sent: Buffer[]; isOpen: boolean }[]
  /** How many messages, and bytes, of the server there were. */
  counts(): { readonly messages: number; readonly bytes: number }
  behave(options: RelayOptions): void
  stop(): Promise<void>
}

/** Takes whole messages off the front of what has arrived. */
export function takeMessages(kept: Buffer): { readonly messages: readonly Buffer[]; readonly rest: Buffer } {
  const messages: Buffer[] = []
  let at = 0
  for (;;) {
    // TLS: passed on as it comes.
    if (at < kept.length && kept[at] !== 0x30)
      return { messages: [...messages, kept.subarray(at)], rest: Buffer.alloc(0) }
    const first = kept[at + 1]
    if (first === undefined) break
    const more = first < 0x80 ? 0 : first & 0x7f
    if (kept.length < at + 2 + more) break
    const length = more === 0 ? first : kept.readUIntBE(at + 2, more)
    const end = at + 2 + more + length
    if (kept.length < end) break
    messages.push(kept.subarray(at, end))
    at = end
  }
  return { messages, rest: kept.subarray(at) }
}

export async function startRelay(to: { readonly port: number }, options: RelayOptions = {}): Promise<Relay> {
  let how = options
  let [messages, bytes] = [0, 0]
  const connections: { sent: Buffer[]; isOpen: boolean }[] = []
  const sockets = new Set<Socket>()

  const listener = createServer({ noDelay: true }, (client) => {
    const server = connect({ port: to.port, host: '127.0.0.1', noDelay: true })
    const record = { sent: [] as Buffer[], isOpen: true }
    connections.push(record)
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        record.isOpen = false
        client.destroy()
        server.destroy()
        sockets.delete(socket)
      })
    }
    let unsent: Buffer = Buffer.alloc(0)
    client.on('data', (chunk: Buffer) => {
      const taken = takeMessages(Buffer.concat([unsent, chunk]))
      record.sent.push(...taken.messages.map((one) => Buffer.from(one)))
      unsent = taken.rest
      server.write(chunk)
    })
    let isSilent = false
    let kept: Buffer = Buffer.alloc(0)
    const obey = (fate: Fate): void => {
      if (isSilent || client.destroyed) return
      if (fate === 'silence') isSilent = true
      else if (fate === 'close') client.destroy()
      else client.write(fate)
    }
    server.on('data', (chunk: Buffer) => {
      if (how.cutAfter !== undefined) {
        const left = Math.max(how.cutAfter.bytes - bytes, 0)
        bytes += chunk.length
        obey(chunk.subarray(0, left))
        if (left < chunk.length) obey(how.cutAfter.how)
        return
      }
      bytes += chunk.length
      if (how.tamper === undefined) {
        messages += takeMessages(chunk).messages.length
        obey(chunk)
        return
      }
      const taken = takeMessages(Buffer.concat([kept, chunk]))
      kept = taken.rest
      for (const message of taken.messages) obey(how.tamper(message, messages++))
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    port: (listener.address() as AddressInfo).port,
    connections,
    counts: () => ({ messages, bytes }),
    behave: (next) => {
      how = next
      ;[messages, bytes] = [0, 0]
    },
    stop: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
}
