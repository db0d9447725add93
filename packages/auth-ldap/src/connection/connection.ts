import type { Socket } from 'node:net'
import { Client, NoSuchObjectError, PasswordPolicyControl, PasswordPolicyError } from 'ldapts'
import type { Filter } from 'ldapts'
import { DirectoryError, ended, isServersFault } from '../directory-error.ts'
import { Entry } from '../entry/entry.ts'
import type { SearchScope, ServerSettings } from '../options/server-settings.ts'
import { tellReferences } from '../references.ts'
import { asDirectoryError } from './as-directory-error.ts'
import { PageControl } from './page-control.ts'
import type { Transport } from './transport.ts'

/** What to search for. */
export interface Query {
  readonly base: string
  readonly scope: SearchScope
  readonly filter: Filter
  /** By name; `1.1` for none. */
  readonly attributes: readonly string[]
  /** Whether a base that is not there is an answer like another: nothing is found, and the connection goes on. */
  readonly mayBeAbsent?: boolean
}

/** What a search gave. */
export interface Found {
  readonly entries: readonly Entry[]
  /** Places elsewhere that the directory named. They are counted, and never followed. */
  readonly references: number
}

/** What a bind says beside that it succeeded. */
export interface Bound {
  readonly mustChangePassword: boolean
}

/** Attributes that are no text, as servers spell them. */
const binary = ['objectGUID', 'objectSid', 'tokenGroups', 'objectguid', 'objectsid', 'tokengroups']

const isDnOrPrincipal = (name: string): boolean => /[=@]/.test(name)

/** One connection to a server, for one operation at a time. Whatever fails on it ends it. */
export class Connection {
  readonly #transport: Transport
  readonly #client: Client
  readonly #settings: ServerSettings
  readonly #told: (isWell: boolean) => void
  #onEnd: (() => void) | undefined

  /** @param told Whether the server has answered an operation, or could not. */
  constructor(transport: Transport, settings: ServerSettings, told: (isWell: boolean) => void = () => {}) {
    this.#transport = transport
    this.#settings = settings
    this.#told = told
    this.#client = new Client({
      url: 'ldap://connected',
      // Ours comes first; this is for what it might not see.
      timeout: settings.timeout * 2,
      connectTimeout: settings.connectTimeout,
      createConnection: () => transport as unknown as Socket,
    })
  }

  get isOpen(): boolean {
    return this.#transport.trouble === undefined
  }

  /**
   * Waits for its next use: it keeps no process alive meanwhile.
   *
   * @param onEnd Is told if it ends.
   */
  rest(onEnd: () => void): void {
    this.#onEnd = onEnd
    this.#transport.unref()
    this.#transport.once('close', onEnd)
  }

  /** Ends its rest. */
  wake(): void {
    this.#transport.ref()
    if (this.#onEnd !== undefined) this.#transport.removeListener('close', this.#onEnd)
    this.#onEnd = undefined
  }

  close(): void {
    this.#transport.destroy()
  }

  /**
   * Proves who one is. Never with an empty password, which succeeds as nobody, and never by a name that could be
   * anything but a DN or `user@domain`: the library would read it as another way to prove it.
   *
   * @throws DirectoryError `refused` with the result code, and `password policy` in its text where the server said why
   */
  async bind(name: string, password: string, signal: AbortSignal): Promise<Bound> {
    if (!isDnOrPrincipal(name) || password.trim() === '' || password.includes('\0'))
      throw new DirectoryError('refused', 'This is no name and password to bind with.', { resultCode: 49 })
    const policy = new PasswordPolicyControl()
    try {
      await this.#run((client) => client.bind(name, password, policy), signal)
    } catch (error) {
      if (!(error instanceof DirectoryError) || policy.value?.error === undefined) throw error
      const { trouble, message, resultCode, cause } = error
      const detail = `${message} (password policy ${policy.value.error})`
      throw new DirectoryError(trouble, detail, {
        cause,
        ...(resultCode === undefined ? {} : { resultCode }),
      })
    }
    return { mustChangePassword: policy.value?.error === PasswordPolicyError.ChangeAfterReset }
  }

  /**
   * @param most At most so many entries; what is beyond is left out silently. Default: all, or it throws.
   * @throws DirectoryError
   */
  async search(query: Query, signal: AbortSignal, most = 0): Promise<Found> {
    const found = await this.#run(async (client) => {
      try {
        return await client.search(query.base, this.#options(query, most))
      } catch (error) {
        if (query.mayBeAbsent === true && error instanceof NoSuchObjectError) return undefined
        throw error
      }
    }, signal)
    return found === undefined ? { entries: [], references: 0 } : this.#found(query, found)
  }

  /** The same in pages, each handed out before the next one is asked for. */
  async *pages(query: Query, pageSize: number, signal: AbortSignal): AsyncGenerator<Found> {
    let cookie: Buffer | undefined = Buffer.alloc(0)
    while (cookie !== undefined) {
      const control = new PageControl(pageSize, cookie)
      const found = await this.#run(
        (client) => client.search(query.base, this.#options(query, 0), control),
        signal,
      )
      const next: Buffer | undefined = this.#transport.cookie
      cookie = next === undefined || next.length === 0 ? undefined : Buffer.from(next)
      yield this.#found(query, found)
    }
  }

  #found({ base }: Query, { searchEntries, searchReferences }: Awaited<ReturnType<Client['search']>>): Found {
    const references = searchReferences.length
    if (references > 0) tellReferences({ strategy: this.#settings.strategy, base, references })
    return { entries: searchEntries.map((entry) => new Entry(entry)), references }
  }

  #options({ scope, filter, attributes }: Query, most: number): Parameters<Client['search']>[1] {
    return {
      scope,
      filter,
      attributes: [...attributes],
      sizeLimit: most,
      timeLimit: Math.ceil(this.#settings.timeout / 1_000),
      explicitBufferAttributes: binary,
      derefAliases: 'never',
    }
  }

  async #run<T>(operation: (client: Client) => Promise<T>, signal: AbortSignal): Promise<T> {
    const transport = this.#transport
    const { timeout, maxResponseBytes } = this.#settings
    const aborted = (): void => transport.fail(ended(signal))
    if (signal.aborted) aborted()
    const timer = setTimeout(
      () =>
        transport.fail(new DirectoryError('timeout', `The directory did not answer within ${timeout} ms.`)),
      timeout,
    )
    signal.addEventListener('abort', aborted)
    let stop: (() => void) | undefined
    try {
      const lost = new Promise<never>((_resolve, reject) => {
        stop = () => reject(transport.trouble)
        transport.once('close', stop)
      })
      if (transport.trouble !== undefined) throw transport.trouble
      transport.allow(maxResponseBytes)
      // Whichever comes second is nobody's news.
      lost.catch(() => {})
      const done = await Promise.race([operation(this.#client), lost])
      this.#told(true)
      return done
    } catch (error) {
      const trouble = asDirectoryError(error, transport.trouble)
      if (isServersFault(trouble)) this.#told(false)
      this.close()
      throw trouble
    } finally {
      clearTimeout(timer)
      signal.removeEventListener('abort', aborted)
      if (stop !== undefined) transport.removeListener('close', stop)
    }
  }
}
