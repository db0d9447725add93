import { DirectoryError, isServersFault } from '../directory-error.ts'
import type { ServerAddress, ServerSettings } from '../options/server-settings.ts'
import { Connection } from './connection.ts'
import { openTransport } from './open-transport.ts'

/** How long a server that could not answer is asked last: first, longer than a sign-in takes, and at most; in milliseconds. */
const firstRestMs = 5_000
const longestRestMs = 60_000

interface Rest {
  readonly until: number
  readonly ms: number
}

/**
 * The servers of one directory, in order of preference. One that fails is asked after the others for a while, which
 * doubles each time until it answers again; it is still asked where no other is left.
 */
export class Servers {
  readonly #settings: ServerSettings
  readonly #now: () => number
  readonly #resting = new Map<ServerAddress, Rest>()
  readonly #addresses = new WeakMap<Connection, ServerAddress>()

  /** @param now Milliseconds that only go forward. */
  constructor(settings: ServerSettings, now: () => number = () => performance.now()) {
    this.#settings = settings
    this.#now = now
  }

  /** In the order in which they are asked now. */
  order(): readonly ServerAddress[] {
    const now = this.#now()
    const until = (address: ServerAddress): number => {
      const ends = this.#resting.get(address)?.until ?? 0
      return ends > now ? ends : 0
    }
    return this.#settings.addresses.toSorted((a, b) => until(a) - until(b))
  }

  /**
   * A connection to the first server that can be used.
   *
   * @param prove What has to go well on it: where the server cannot answer that, the next one is asked.
   * @throws DirectoryError with the trouble of the last server that was asked, and what each said; or what `prove` throws
   */
  async connect(
    signal: AbortSignal,
    prove: (connection: Connection) => Promise<unknown> = async () => {},
  ): Promise<Connection> {
    const said: string[] = []
    let trouble: DirectoryError['trouble'] = 'unreachable'
    for (const address of this.order()) {
      let connection: Connection | undefined
      try {
        connection = await this.#open(address, signal)
        await prove(connection)
        return connection
      } catch (error) {
        connection?.close()
        if (!(error instanceof DirectoryError) || signal.aborted) throw error
        if (connection !== undefined && !isServersFault(error)) throw error
        // One that is busy has refused nobody.
        trouble = error.trouble === 'refused' ? 'unreachable' : error.trouble
        said.push(error.message)
      }
    }
    throw new DirectoryError(trouble, `No server of the directory can be used. ${said.join('; ')}`)
  }

  /** Whether the server of a connection could not answer lately: what else is open to it is not worth trying. */
  isResting(connection: Connection): boolean {
    const address = this.#addresses.get(connection)
    const rest = address && this.#resting.get(address)
    return rest !== undefined && rest.until > this.#now()
  }

  async #open(address: ServerAddress, signal: AbortSignal): Promise<Connection> {
    const note = (isWell: boolean): void =>
      void (isWell ? this.#resting.delete(address) : this.#rest(address))
    try {
      const transport = await openTransport(address, this.#settings, signal)
      const connection = new Connection(transport, this.#settings, note)
      this.#addresses.set(connection, address)
      return connection
    } catch (error) {
      if (error instanceof DirectoryError && !signal.aborted) note(false)
      throw error
    }
  }

  #rest(address: ServerAddress): void {
    const [now, before] = [this.#now(), this.#resting.get(address)]
    // What fails beside is the same failure.
    if (before !== undefined && before.until > now) return
    const ms = before === undefined ? firstRestMs : Math.min(before.ms * 2, longestRestMs)
    this.#resting.set(address, { ms, until: now + ms })
  }
}
