import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { countsSince, readCounts } from './command-counts.ts'
import type { CommandCounts } from './command-counts.ts'
import { LogFile } from './log-file.ts'
import { OwnProcess } from './own-process.ts'
import { removeFolder } from './owned.ts'
import { socketPath } from './redis-config.ts'
import { RedisConnection } from './redis-connection.ts'
import { until } from './until.ts'

export interface RedisPlace {
  /** Holds its configuration, its data and its log. */
  readonly folder: string
  /** 0 when it listens on a socket only. */
  readonly port: number
  readonly password?: string | undefined
  /** Whether it watches other servers instead of keeping data. */
  readonly isSentinel?: boolean
}

/** Whether what was saved last is there after a start. */
export interface WithData {
  readonly data?: 'kept' | 'lost'
}

/** A real `redis-server` of ours: started, frozen, killed and asked at will. Its data do not outlive it unless saved. */
export class RedisServer {
  readonly host = '127.0.0.1'
  readonly port: number
  /** The Unix socket, when it listens on one. */
  readonly path: string | undefined
  readonly folder: string
  readonly password: string | undefined
  readonly #log: LogFile
  readonly #isSentinel: boolean
  #process: OwnProcess | undefined
  #connection: RedisConnection | undefined

  /** Use `startRedis` and its siblings: they choose a place and write the configuration. */
  constructor({ folder, port, password, isSentinel = false }: RedisPlace) {
    this.port = port
    this.path = port === 0 ? socketPath(folder) : undefined
    this.folder = folder
    this.password = password
    this.#isSentinel = isSentinel
    this.#log = new LogFile(folder)
  }

  /** The number of its process. */
  get pid(): number {
    return this.#running().pid
  }

  get isRunning(): boolean {
    return this.#process?.isRunning === true
  }

  /** Where it is, as errors name it. */
  get name(): string {
    return `Redis at ${this.path ?? `${this.host}:${this.port}`}`
  }

  /** What it printed so far. */
  log(): string {
    return this.#log.read()
  }

  /** The end of what it printed, to stand behind an error's message. */
  readonly endOfLog = (): string => this.#log.end()

  /**
   * Starts it where it was, with what was saved last (`kept`, the default) or empty (`lost`);
   * resolves when it answers. Settings made by {@link configSet} are gone.
   */
  async start({ data = 'kept' }: WithData = {}): Promise<void> {
    if (this.isRunning) throw new Error(`${this.name} runs already`)
    if (data === 'lost')
      for (const kept of ['dump.rdb', 'appendonlydir']) removeFolder(join(this.folder, kept))
    // Its port was free for a moment if it ran before: who took it to see whether it is free gives it back soon.
    const patience = performance.now() + (this.#process === undefined ? 0 : 10_000)
    for (;;) {
      try {
        await this.#startOnce()
        return
      } catch (error) {
        if (!isPortTaken(error) || performance.now() >= patience) throw error
        await sleep(100)
      }
    }
  }

  async #startOnce(): Promise<void> {
    this.#log.mark()
    const args = [join(this.folder, 'redis.conf'), ...(this.#isSentinel ? ['--sentinel'] : [])]
    const started = await OwnProcess.start('redis-server', args, { log: this.#log.path })
    this.#process = started
    const ready = this.#isSentinel ? /Sentinel ID is/ : /ready to accept connections/i
    const look = (): string | undefined => {
      if (!started.isRunning) return 'ended'
      return ready.test(this.#log.news()) ? 'ready' : undefined
    }
    try {
      const options = { withinMs: 60_000, everyMs: 5, detail: this.endOfLog }
      const outcome = await until(`${this.name} to accept connections`, look, options)
      if (outcome === 'ended') throw new Error(`${this.name} ended as it started.${this.endOfLog()}`)
    } catch (error) {
      await started.kill()
      throw error
    }
  }

  /** Kills it as a crash does. What was not saved is lost. */
  async kill(): Promise<void> {
    this.#connection?.close()
    this.#connection = undefined
    await this.#process?.kill()
  }

  /** Kills it and starts it again: with all its data (`kept`, the default), or empty (`lost`). */
  async restart({ data = 'kept' }: WithData = {}): Promise<void> {
    if (data === 'kept') await this.save()
    await this.kill()
    await this.start({ data })
  }

  /** Writes all data to the disk: what the next {@link start} finds. */
  async save(): Promise<void> {
    await this.command('SAVE')
  }

  /** Freezes it: the kernel still accepts connections, and nobody answers. */
  async freeze(): Promise<void> {
    await this.#running().freeze()
  }

  /** Lets it go on after {@link freeze}. */
  thaw(): void {
    this.#running().thaw()
  }

  /** Sends a command as the user `default` and gives the answer as RESP 2 has it. */
  async command(name: string, ...args: readonly (string | number)[]): Promise<unknown> {
    this.#running()
    this.#connection ??= new RedisConnection(this)
    return this.#connection.command(name, args)
  }

  /** Changes a setting until the next start. */
  async configSet(name: string, value: string | number): Promise<void> {
    await this.command('CONFIG', 'SET', name, value)
  }

  /** The fields of a section of INFO. */
  async info(section: string): Promise<ReadonlyMap<string, string>> {
    const text = String(await this.command('INFO', section))
    return new Map(
      Array.from(text.matchAll(/^([^#:\r\n]+):(.*)\r?$/gm), ([, key = '', value = '']) => [key, value]),
    )
  }

  /**
   * How often each command was called during some work, by anybody; commands in a script count, and so does its
   * `evalsha`. Commands of several words are written `config|set`. What was never called is not there.
   */
  async countCommands(during: () => Promise<unknown>): Promise<CommandCounts> {
    const before = readCounts(await this.info('commandstats'))
    await during()
    return countsSince(before, readCounts(await this.info('commandstats')))
  }

  /** Kills it for good and removes its folder. */
  async stop(): Promise<void> {
    await this.kill()
    removeFolder(this.folder)
  }

  #running(): OwnProcess {
    if (this.#process?.isRunning === true) return this.#process
    throw new Error(`${this.name} does not run.${this.endOfLog()}`)
  }
}

/** Whether a server did not start because somebody else listens on its port. */
export const isPortTaken = (error: unknown): boolean =>
  error instanceof Error && /Address already in use/i.test(error.message)
