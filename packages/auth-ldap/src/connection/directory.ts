import { DirectoryError } from '../directory-error.ts'
import type { Settings } from '../options/settings.ts'
import type { Bound, Connection } from './connection.ts'
import { Servers } from './servers.ts'
import { Turns } from './turns.ts'

/** How long a connection of the service account may wait for its next use, in milliseconds. */
const idleMs = 30_000

/**
 * A directory: connections of the service account, which are used again, and those with which people prove who they are,
 * which are used once. They are never the same.
 */
export class Directory {
  readonly settings: Settings
  readonly #servers: Servers
  readonly #idle: { readonly connection: Connection; readonly timer: NodeJS.Timeout }[] = []
  readonly #serviceTurns: Turns
  readonly #userTurns: Turns

  constructor(settings: Settings) {
    this.settings = settings
    this.#servers = new Servers(settings.server)
    this.#serviceTurns = new Turns(settings.poolSize, settings.poolSize * 16)
    this.#userTurns = new Turns(settings.poolSize * 2, settings.poolSize * 16)
  }

  /**
   * Reads as the service account. What is read may be read twice: a connection that the server had closed meanwhile is
   * replaced.
   *
   * @throws DirectoryError
   */
  asService<T>(signal: AbortSignal, read: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#serviceTurns.run(signal, async () => {
      const again = this.#take()
      if (again !== undefined) {
        try {
          return await this.#use(again, read)
        } catch (error) {
          if (!(error instanceof DirectoryError) || error.trouble !== 'closed') throw error
        }
      }
      return this.#use(await this.#connectAsService(signal), read)
    })
  }

  /**
   * A connection of the service account for one's own use: give it back by closing it.
   *
   * @throws DirectoryError
   */
  serviceConnection(signal: AbortSignal): Promise<Connection> {
    return this.#connectAsService(signal)
  }

  /**
   * Proves who somebody is, on a connection that is closed behind it.
   *
   * @param read What is read as that person, before it is closed.
   * @throws DirectoryError `refused` with the result code where the directory said no
   */
  asUser<T>(
    name: string,
    password: string,
    signal: AbortSignal,
    read: (bound: Bound, connection: Connection) => Promise<T>,
  ): Promise<T> {
    return this.#userTurns.run(signal, async () => {
      const connection = await this.#servers.connect(signal)
      try {
        return await read(await connection.bind(name, password, signal), connection)
      } finally {
        connection.close()
      }
    })
  }

  /** Closes what waits for its next use. */
  close(): void {
    for (const { connection, timer } of this.#idle.splice(0)) {
      clearTimeout(timer)
      connection.close()
    }
  }

  #take(): Connection | undefined {
    for (;;) {
      const kept = this.#idle.pop()
      if (kept === undefined) return undefined
      clearTimeout(kept.timer)
      kept.connection.wake()
      if (kept.connection.isOpen && !this.#servers.isResting(kept.connection)) return kept.connection
      kept.connection.close()
    }
  }

  async #use<T>(connection: Connection, read: (connection: Connection) => Promise<T>): Promise<T> {
    let found: T
    try {
      found = await read(connection)
    } catch (error) {
      // Nobody knows what is still on its way on it.
      connection.close()
      throw error
    }
    this.#keep(connection)
    return found
  }

  #keep(connection: Connection): void {
    if (!connection.isOpen) return
    const timer = setTimeout(() => connection.close(), idleMs)
    timer.unref()
    const kept = { connection, timer }
    this.#idle.push(kept)
    connection.rest(() => {
      clearTimeout(timer)
      const at = this.#idle.indexOf(kept)
      if (at !== -1) this.#idle.splice(at, 1)
    })
  }

  async #connectAsService(signal: AbortSignal): Promise<Connection> {
    const { service } = this.settings
    if (service === undefined)
      throw new DirectoryError('service-account', 'There is no service account: `bindDN` is not set.')
    const { dn, password } = service
    try {
      return await this.#servers.connect(signal, (connection) => connection.bind(dn, password, signal))
    } catch (error) {
      if (!(error instanceof DirectoryError) || error.trouble !== 'refused') throw error
      throw new DirectoryError('service-account', `The service account is refused: ${error.message}`, {
        cause: error,
        ...(error.resultCode === undefined ? {} : { resultCode: error.resultCode }),
      })
    }
  }
}
