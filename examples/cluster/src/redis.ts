import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const missing = `This demo needs redis-server, Redis 6.2 or newer, and PATH has none.

  Debian, Ubuntu   sudo apt-get install redis-server
  macOS            brew install redis

It starts one of its own on a socket in a temporary folder, kills it on the way,
and leaves every other Redis alone.`

function findServer(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders
    .map((folder) => join(folder, 'redis-server'))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** A Redis of this demo alone: it listens on a socket, and keeps what it was told in a temporary folder. */
export class PrivateRedis {
  readonly #server: string
  readonly #folder: string
  #process: ChildProcess | undefined

  /** @throws Error that says what is missing and how to get it. */
  constructor() {
    const server = findServer()
    if (server === undefined) throw new Error(missing)
    this.#server = server
    this.#folder = mkdtempSync(join(tmpdir(), 'trilatch-demo-'))
    process.once('exit', () => this.remove())
  }

  /** The socket it listens on. */
  get path(): string {
    return join(this.#folder, 'redis.sock')
  }

  /** Starts it with what it kept; resolves when it accepts connections. @throws Error when it ends at once. */
  async start(): Promise<void> {
    rmSync(this.path, { force: true })
    const settings = ['--port', '0', '--unixsocket', this.path, '--dir', this.#folder]
    const kept = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', '']
    const started = spawn(this.#server, [...settings, ...kept], { stdio: 'ignore' })
    this.#process = started
    const end = performance.now() + 15_000
    while (!existsSync(this.path)) {
      if (started.exitCode !== null || performance.now() > end)
        throw new Error(`${this.#server} did not start (exit status ${String(started.exitCode)})`)
      await sleep(5)
    }
  }

  /** Kills it as a crash does. */
  async kill(): Promise<void> {
    const running = this.#process
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
    running.kill('SIGKILL')
    await once(running, 'exit')
  }

  /** Kills it for good, with all that it kept. */
  remove(): void {
    this.#process?.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
