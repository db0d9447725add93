import cluster from 'node:cluster'
import type { Worker } from 'node:cluster'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { FromWorker, ToWorker } from './messages.ts'

/** The processes behind one port. */
export class Processes {
  readonly #workers: readonly Worker[]
  readonly port: number

  private constructor(workers: readonly Worker[], port: number) {
    this.#workers = workers
    this.port = port
  }

  /** Starts so many at a free port; resolves when all of them listen. */
  static async start(count: number, environment: Readonly<Record<string, string>>): Promise<Processes> {
    cluster.setupPrimary({
      exec: fileURLToPath(new URL('worker.ts', import.meta.url)),
      // The demo says itself what happens to Redis.
      execArgv: [...process.execArgv, '--disable-warning=TrilatchWarning'],
    })
    const workers = Array.from({ length: count }, (_, i) =>
      cluster.fork({ ...environment, DEMO_NUMBER: String(i + 1) }),
    )
    const listening = await Promise.all(
      workers.map(async (worker) => (await once(worker, 'listening')) as [{ readonly port: number }]),
    )
    return new Processes(workers, listening[0]?.[0].port ?? 0)
  }

  get count(): number {
    return this.#workers.length
  }

  /** Has every process watch somebody's right; gives, once all do, when each of them saw it gone. */
  async watch(message: ToWorker): Promise<readonly Promise<number>[]> {
    const watched = this.#workers.map((worker) => {
      const watching = Promise.withResolvers<void>()
      const obeyed = Promise.withResolvers<number>()
      const hear = (said: FromWorker): void => {
        if (said.round !== message.round) return
        if (said.kind === 'watching') return watching.resolve()
        worker.off('message', hear)
        obeyed.resolve(said.at)
      }
      worker.on('message', hear)
      worker.send(message)
      return { watching: watching.promise, obeyed: obeyed.promise }
    })
    await Promise.all(watched.map(({ watching }) => watching))
    return watched.map(({ obeyed }) => obeyed)
  }

  stop(): void {
    for (const worker of this.#workers) worker.process.kill('SIGKILL')
  }
}
