import { createServer } from 'node:net'
import type { Server } from 'node:net'
import { until } from './until.ts'

/**
 * Runs something while nobody else on this machine holds the lock of that name.
 * The lock is an abstract socket of Linux: the kernel gives it back when its holder dies, and no file remains.
 *
 * @param onWait is called once when somebody else holds it.
 * @throws Error when the lock is not free within `withinMs` (default 10 minutes).
 */
export async function whileLocked<T>(
  name: string,
  work: () => Promise<T>,
  { onWait = () => {}, withinMs = 600_000 }: { onWait?: () => void; withinMs?: number } = {},
): Promise<T> {
  let held = await take(name)
  if (held === undefined) {
    onWait()
    held = await until(`the lock ${name}`, () => take(name), { withinMs, everyMs: 100 })
  }
  try {
    return await work()
  } finally {
    held.close()
  }
}

function take(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined)
      else reject(error)
    })
    server.listen(`\0${name}`, () => resolve(server))
  })
}
