import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * Ports below those that systems give to outgoing connections, so that none takes the port between our look and
 * the server's start; low enough that a cluster's bus, 10,000 higher, is below them too.
 */
const lowest = 15_000
const highest = 22_767
export const busDistance = 10_000

/**
 * A port of 127.0.0.1 that nobody listens on, with one for a cluster's bus if asked for.
 * Somebody may still take it before the caller does: start servers in a loop.
 */
export async function freePort({ bus = false } = {}): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = randomInt(lowest, highest + 1)
    if ((await isFree(port)) && (!bus || (await isFree(port + busDistance)))) return port
  }
  throw new Error(`no free port from ${lowest} to ${highest} in 200 tries`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
