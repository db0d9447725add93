import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import type { Address } from './address.ts'
import { TcpLane } from './tcp-lane.ts'
import type { LaneFault } from './tcp-lane.ts'

/** `toServer` is what clients send, `toClient` what they are answered. */
export type Direction = 'toServer' | 'toClient'

export interface TcpProxyCounts {
  /** Connections that clients made, refused ones included. */
  readonly accepted: number
  /** Connections that are there now. */
  readonly open: number
  /** Bytes that arrived at the server, and at clients. */
  readonly toServer: number
  readonly toClient: number
}

/**
 * A link that can fail: a port of 127.0.0.1 that leads to a server. Each call replaces the fault before it, and
 * resolves when the link behaves so, for the connections that are there and for new ones.
 */
export interface TcpProxy extends Address {
  /** Heals the link. What a cut or a delay held back arrives now, in order, as after a real partition. */
  readonly pass: () => Promise<void>
  /** Resets every connection (RST), and new ones as they are made, as when a host refuses. */
  readonly drop: () => Promise<void>
  /** Swallows everything in silence: no byte, no end and no reset arrives. New connections seem to be made, since
   * the kernel accepts them, and reach the server when the link is healed. */
  readonly blackHole: () => Promise<void>
  /** Swallows one direction in silence; the other passes. */
  readonly cut: (direction: Direction) => Promise<void>
  /** Makes everything arrive later, in order, in one direction or in both (the default). */
  readonly delay: (delayMs: number, direction?: Direction) => Promise<void>
  /** Resets the connections that are there, once. The fault stays what it was. */
  readonly reset: () => Promise<void>
  /** Leads to another server from now on; resets the connections that are there. The fault stays what it was. */
  readonly leadTo: (to: Address) => Promise<void>
  readonly counts: () => Promise<TcpProxyCounts>
  /** Ends the link for good, with a reset. */
  readonly stop: () => Promise<void>
}

interface Connection {
  readonly client: Socket
  readonly server: Socket
  readonly lanes: readonly TcpLane[]
}

/** Starts a proxy in this process; `startProxyProcess` has one that runs on when this process is busy. */
export async function startTcpProxy(to: Address): Promise<TcpProxy> {
  const faults: Record<Direction, LaneFault> = {
    toServer: { isHeld: false, delayMs: 0 },
    toClient: { isHeld: false, delayMs: 0 },
  }
  const bytes: Record<Direction, number> = { toServer: 0, toClient: 0 }
  const connections = new Set<Connection>()
  // Connections made while nothing reaches the server: it hears of them when the link is healed.
  const waiting = new Set<Socket>()
  let accepted = 0
  let isRefusing = false
  let target = to

  const lead = (client: Socket): void => {
    const server = connect({ ...target, allowHalfOpen: true, noDelay: true })
    const lane = (direction: Direction): TcpLane => {
      const [from, into] = direction === 'toServer' ? [client, server] : [server, client]
      return new TcpLane(from, into, faults[direction], (count) => (bytes[direction] += count))
    }
    const connection = { client, server, lanes: [lane('toServer'), lane('toClient')] }
    connections.add(connection)
    const forget = (): void => {
      if (client.destroyed && server.destroyed) connections.delete(connection)
    }
    client.on('close', forget)
    server.on('close', forget)
  }

  const reset = (): void => {
    for (const { client, server, lanes } of connections) {
      for (const lane of lanes) lane.close()
      client.resetAndDestroy()
      server.resetAndDestroy()
    }
    for (const client of waiting) client.resetAndDestroy()
    waiting.clear()
  }

  const become = (toServer: LaneFault, toClient: LaneFault): void => {
    isRefusing = false
    Object.assign(faults.toServer, toServer)
    Object.assign(faults.toClient, toClient)
    if (!toServer.isHeld) {
      for (const client of waiting) lead(client)
      waiting.clear()
    }
    for (const { lanes } of connections) for (const lane of lanes) lane.move()
  }

  const listener = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (client) => {
    accepted++
    client.on('error', () => {})
    if (isRefusing) client.resetAndDestroy()
    else if (faults.toServer.isHeld) {
      waiting.add(client)
      client.on('close', () => waiting.delete(client))
    } else lead(client)
  })
  const port = await listen(listener)

  const clear = { isHeld: false, delayMs: 0 }
  const held = { isHeld: true, delayMs: 0 }
  return {
    host: '127.0.0.1',
    port,
    pass: async () => become(clear, clear),
    drop: async () => {
      // First the reset: what a cut held back must not arrive.
      reset()
      become(clear, clear)
      isRefusing = true
    },
    blackHole: async () => become(held, held),
    cut: async (direction) =>
      become(direction === 'toServer' ? held : clear, direction === 'toClient' ? held : clear),
    delay: async (delayMs, direction) => {
      const late = { isHeld: false, delayMs }
      become(direction === 'toClient' ? clear : late, direction === 'toServer' ? clear : late)
    },
    reset: async () => reset(),
    leadTo: async ({ host, port: next }) => {
      target = { host, port: next }
      reset()
    },
    counts: async () => ({ accepted, open: connections.size + waiting.size, ...bytes }),
    stop: () => {
      reset()
      return new Promise((resolve) => listener.close(() => resolve()))
    },
  }
}

function listen(listener: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    listener.once('error', reject)
    listener.listen(0, '127.0.0.1', () => resolve((listener.address() as AddressInfo).port))
  })
}
