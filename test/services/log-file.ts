import { closeSync, existsSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a server printed, kept in its folder over restarts. */
export class LogFile {
  readonly path: string
  #seen = 0

  constructor(folder: string) {
    this.path = join(folder, 'log')
    closeSync(openSync(this.path, 'a'))
  }

  read(): string {
    return existsSync(this.path) ? readFileSync(this.path, 'utf8') : ''
  }

  /** Makes {@link news} begin here. */
  mark(): void {
    this.#seen = this.read().length
  }

  /** What was printed since {@link mark}. */
  news(): string {
    return this.read().slice(this.#seen)
  }

  /** The last lines, for an error's message. */
  end(lines = 20): string {
    const text = this.read().trimEnd()
    return text === ''
      ? '\nIts log is empty.'
      : `\nIts log ends:\n${text.split('\n').slice(-lines).join('\n')}`
  }
}
