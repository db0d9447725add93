import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { disownProcessGroup, ownProcessGroup } from './owned.ts'
import { processState } from './process-state.ts'
import { until } from './until.ts'

export interface OwnProcessOptions {
  /** The file that its output and errors are appended to. */
  readonly log: string
  /** Whether messages can be exchanged with it: it is Node then. */
  readonly ipc?: boolean
}

/** A process that ends with this one at the latest, however this one ends. It does not keep this one alive. */
export class OwnProcess {
  readonly child: ChildProcess
  readonly pid: number
  /** Resolves when it has ended, with the code or the signal. */
  readonly ended: Promise<number | NodeJS.Signals>
  isRunning = true

  private constructor(child: ChildProcess, pid: number) {
    this.child = child
    this.pid = pid
    ownProcessGroup(pid)
    this.ended = new Promise((resolve) => {
      child.once('exit', (code, signal) => {
        this.isRunning = false
        disownProcessGroup(pid)
        resolve(signal ?? code ?? 1)
      })
    })
    child.unref()
  }

  /** @throws Error when the command cannot be run. */
  static async start(
    command: string,
    args: readonly string[],
    { log, ipc = false }: OwnProcessOptions,
  ): Promise<OwnProcess> {
    const output = openSync(log, 'a')
    try {
      const child = spawn(command, args, {
        // A group of its own: Ctrl-C in the terminal ends the tests, and their end ends this.
        detached: true,
        stdio: ['ignore', output, output, ipc ? 'ipc' : 'ignore'],
      })
      if (child.pid !== undefined) return new OwnProcess(child, child.pid)
      const error = await new Promise<Error>((resolve) => child.once('error', resolve))
      throw new Error(`${command} cannot be run: ${error.message}`, { cause: error })
    } finally {
      closeSync(output)
    }
  }

  /** Stops it where it stands, as SIGSTOP does; resolves when it stands still. */
  async freeze(): Promise<void> {
    this.signal('SIGSTOP')
    await until(`process ${this.pid} to stand still`, () => processState(this.pid) === 'frozen')
  }

  /** Lets it go on after {@link freeze}. */
  thaw(): void {
    this.signal('SIGCONT')
  }

  /** Ends it and what it started at once, frozen or not; resolves when it is gone. */
  async kill(): Promise<void> {
    if (this.isRunning) {
      this.child.ref()
      try {
        process.kill(-this.pid, 'SIGKILL')
      } catch {
        // It ended by itself, and the news is on its way.
      }
    }
    await this.ended
  }

  private signal(signal: NodeJS.Signals): void {
    if (!this.isRunning) throw new Error(`process ${this.pid} has ended: it cannot be sent ${signal}`)
    process.kill(this.pid, signal)
  }
}
