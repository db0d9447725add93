import { DirectoryError } from '../directory-error.ts'
import type { ServerAddress, ServerSettings } from '../options/server-settings.ts'
import { Connection } from './connection.ts'
import { openTransport } from './open-transport.ts'

/** How long a server that could not be reached is asked last: first, and at most; in milliseconds. */
const firstRestMs = 1_000
const longestRestMs = 60_000

interface Rest {
  readonly until: number
  readonly ms: number
}

/**
 * The servers of one directory, in order of preference. One that fails is asked after the others for a while, which
 * doubles each time; it is still asked where no other is left.
 */
export class Servers {
  readonly #settings: ServerSettings
  readonly #resting = new Map<ServerAddress, Rest>()

  constructor(settings: ServerSettings) {
    this.#settings = settings
  }

  /** In the order in which they are asked now. */
  order(): readonly ServerAddress[] {
    const now = performance.now()
    const until = (address: ServerAddress): number => {
      const ends = this.#resting.get(address)?.until ?? 0
      return ends > now ? ends : 0
    }
    return this.#settings.addresses.toSorted((a, b) => until(a) - until(b))
  }

  /** @throws DirectoryError with the trouble of the last server that was asked, and what each said. */
  async connect(signal: AbortSignal): Promise<Connection> {
    const said: string[] = []
    let trouble: DirectoryError['trouble'] = 'unreachable'
    for (const address of this.order()) {
      try {
        const transport = await openTransport(address, this.#settings, signal)
        this.#resting.delete(address)
        return new Connection(transport, this.#settings)
      } catch (error) {
        if (!(error instanceof DirectoryError) || signal.aborted) throw error
        this.#rest(address)
        trouble = error.trouble
        said.push(error.message)
      }
    }
    throw new DirectoryError(trouble, `No server of the directory can be used. ${said.join('; ')}`)
  }

  #rest(address: ServerAddress): void {
    const before = this.#resting.get(address)?.ms ?? firstRestMs / 2
    const ms = Math.min(before * 2, longestRestMs)
    this.#resting.set(address, { ms, until: performance.now() + ms })
  }
}
