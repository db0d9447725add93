import { closeSync, openSync, writeSync } from 'node:fs'
import type { FaultsEvent } from '../events.ts'

/** The events of one process, a line of JSON each. */
export class Journal {
  readonly #file: number
  #lines: string[] = []

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  /** Notes an event, to be written within a moment. */
  note(event: FaultsEvent): void {
    this.#lines.push(`${JSON.stringify(event)}\n`)
    if (this.#lines.length >= 500) this.flush()
  }

  /** Notes an event that must be there even if this process is killed at once. */
  noteNow(event: FaultsEvent): void {
    this.note(event)
    this.flush()
  }

  flush(): void {
    if (this.#lines.length > 0) writeSync(this.#file, this.#lines.join(''))
    this.#lines = []
  }

  close(): void {
    this.flush()
    closeSync(this.#file)
  }
}
