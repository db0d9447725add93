import { fileURLToPath } from 'node:url'
import type { Change } from '@trilatch/core'
import { LogFile } from '../../../../test/services/log-file.ts'
import { ownFolder, removeFolder } from '../../../../test/services/owned.ts'
import { OwnProcess } from '../../../../test/services/own-process.ts'

export interface StoreJob {
  readonly port: number
  readonly namespace: string
  /** Of its connection, in `CLIENT LIST`. */
  readonly name: string
  /** Default ioredis, the only one that can be killed at a moment. */
  readonly client?: 'ioredis' | 'node-redis'
  /**
   * `returned`; or what a command is for (`reading` before a write, `writing`, or the word of an act) and when: `before` it is sent, `half` of it
   * was, all of it was `sent`, its reply was `answered`; `frozen` says when it is about to be sent and when it was.
   */
  readonly killAt?: string
}

/** Another process with a store. */
export interface StoreProcess {
  /** Has it make changes, all at once; what it says then is how they ended. */
  write(changes: readonly Change[]): void
  /** Has it do one of `acts`, by its name. */
  act(name: string): void
  /** Has it go on where it is `frozen`. */
  go(): void
  /** The next thing that it says. @throws Error with the end of its log when it has ended */
  hear(): Promise<unknown>
  kill(): Promise<void>
  /** How it ended: by which signal, or with what. */
  readonly ended: Promise<number | NodeJS.Signals>
}

/** Starts it; resolves when its store is ready and it waits for what to write. */
export async function startStoreProcess(job: StoreJob): Promise<StoreProcess> {
  const folder = ownFolder('store')
  const log = new LogFile(folder)
  const main = fileURLToPath(new URL('./store-process.ts', import.meta.url))
  const args = ['--conditions=@trilatch/source', main]
  const own = await OwnProcess.start(process.execPath, args, { log: log.path, ipc: true })
  const hear = (): Promise<unknown> =>
    new Promise((resolve, reject) => {
      own.child.once('message', resolve)
      void own.ended.then((how) => reject(new Error(`the process has ended (${how}).${log.end()}`)))
    })
  own.child.send(job)
  await hear()
  return {
    write: (changes) => void own.child.send(changes),
    act: (name) => void own.child.send(name),
    go: () => void own.child.send('go'),
    hear,
    kill: async () => {
      await own.kill()
      removeFolder(folder)
    },
    ended: own.ended,
  }
}
