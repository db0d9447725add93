import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { OwnProcess } from '../services/own-process.ts'
import type { FromProcess, ProcessSettings, ToProcess } from './messages.ts'

const main = fileURLToPath(new URL('./child/main.ts', import.meta.url))
const flags = [
  '--conditions=@trilatch/source',
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=TrilatchWarning',
]

/** A checking or writing process, as its controller sees it. */
export class Worker {
  readonly name: string
  readonly #process: OwnProcess
  readonly #output: string
  /** Resolves when it works. */
  readonly ready: Promise<void>
  /** Set when it is meant to end. */
  #mayEnd = false

  private constructor(
    settings: ProcessSettings,
    started: OwnProcess,
    output: string,
    heard: (message: FromProcess) => void,
    failed: (error: Error) => void,
  ) {
    this.name = settings.name
    this.#process = started
    this.#output = output
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ready = promise
    started.child.on('message', (message) => {
      if ((message as FromProcess).say === 'ready') resolve()
      else heard(message as FromProcess)
    })
    void started.ended.then((how) => {
      if (!this.#mayEnd) failed(new Error(`process ${this.name} ended (${how})\n${this.#end()}`))
    })
  }

  static async start(
    settings: ProcessSettings,
    heard: (message: FromProcess) => void,
    failed: (error: Error) => void,
  ): Promise<Worker> {
    const output = `${settings.log}.output`
    const args = [...flags, main, JSON.stringify(settings)]
    const started = await OwnProcess.start(process.execPath, args, { log: output, ipc: true })
    return new Worker(settings, started, output, heard, failed)
  }

  tell(message: ToProcess): void {
    if (this.#process.isRunning) this.#process.child.send(message, () => {})
  }

  freeze(): Promise<void> {
    return this.#process.freeze()
  }

  thaw(): void {
    this.#process.thaw()
  }

  /** Has it kill itself in its next write; resolves when it is gone. */
  async crash(message: Extract<ToProcess, { do: 'crash' }>): Promise<void> {
    this.#mayEnd = true
    this.tell(message)
    await this.#process.ended
  }

  /** Has it write everything down, and ends it. */
  async stop(): Promise<void> {
    this.#mayEnd = true
    this.tell({ do: 'stop' })
    const killed = setTimeout(() => void this.#process.kill(), 5_000)
    await this.#process.ended
    clearTimeout(killed)
  }

  #end(): string {
    return readFileSync(this.#output, 'utf8').slice(-4_000)
  }
}
