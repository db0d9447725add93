import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { DirectoryError } from '../directory-error.ts'
import type { DirectoryTrouble } from '../directory-error.ts'
import { readHeader, tags } from './ber.ts'
import { readMessage, readRequest } from './sound-message.ts'

const answers: Readonly<Record<number, readonly number[]>> = {
  [tags.bindRequest]: [tags.bindResponse],
  [tags.searchRequest]: [tags.searchEntry, tags.searchReference, tags.searchDone],
  [tags.extendedRequest]: [tags.extendedResponse],
}

/**
 * Stands between the library and a socket: lets whole and sound messages through, one at a time, which answer what was
 * asked, and no more bytes than the operation may have. Whatever else happens ends it, with the reason in `trouble`.
 */
export class Transport extends Duplex {
  // What the library looks at: this is connected from the beginning.
  readonly connecting = false
  readonly readyState = 'open'
  /** Why it has ended; `undefined` as long as it has not. */
  trouble: DirectoryError | undefined
  /** What asks for the next page, as the last answer to a search had it. */
  cookie: Buffer | undefined
  readonly #socket: Socket
  readonly #asked = new Map<number, readonly number[]>()
  #chunks: Buffer[] = []
  #kept = 0
  #bytesLeft = 0
  /** How many bytes there have to be before it is worth looking. */
  #wanted = 1

  constructor(socket: Socket) {
    super({ readableObjectMode: true, allowHalfOpen: false })
    this.#socket = socket
    socket.on('data', (chunk: Buffer) => this.#take(chunk))
    socket.on('error', (error) => this.#fail('closed', `The directory's connection failed: ${error.message}`))
    socket.on('end', () => this.#fail('closed', 'The directory has closed the connection.'))
    socket.on('close', () => this.#fail('closed', 'The directory has closed the connection.'))
    // Whoever waits for an answer is told by `trouble`.
    this.on('error', () => {})
  }

  /** Begins an operation: it may have so many bytes, over all its answers. */
  allow(bytes: number): void {
    this.#bytesLeft = bytes
    this.cookie = undefined
  }

  /** Ends it for a reason. */
  fail(trouble: DirectoryError): void {
    if (this.trouble !== undefined) return
    this.trouble = trouble
    this.destroy()
  }

  /** Keeps this process alive no longer, until {@link ref}. */
  unref(): void {
    this.#socket.unref()
  }

  ref(): void {
    this.#socket.ref()
  }

  /** Takes its socket back, for TLS to go on with: nothing that came in the clear is read any more. */
  release(): Socket {
    for (const name of ['data', 'error', 'end', 'close']) this.#socket.removeAllListeners(name)
    this.#socket.pause()
    return this.#socket
  }

  #take(chunk: Buffer): void {
    if (this.trouble !== undefined) return
    this.#bytesLeft -= chunk.length
    if (this.#bytesLeft < 0) {
      this.#fail('too-large', 'The directory sends more than one operation may have.')
      return
    }
    this.#chunks.push(chunk)
    this.#kept += chunk.length
    // A message that has not all arrived is looked at again when it may have.
    if (this.#kept < this.#wanted) return
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks)
    let at = 0
    let wanted = 1
    while (at < bytes.length) {
      const head = readHeader(bytes, at, bytes.length)
      if (head === undefined || (head !== 'more' && head.tag !== tags.sequence)) {
        this.#fail('protocol', 'What the directory sends is no LDAP.')
        return
      }
      wanted = head === 'more' ? 7 : head.to - at
      if (head === 'more' || head.to > bytes.length) break
      if (!this.#hand(bytes.subarray(at, head.to))) return
      at = head.to
      wanted = 1
    }
    this.#chunks = at === bytes.length ? [] : [bytes.subarray(at)]
    this.#kept = bytes.length - at
    this.#wanted = this.#kept === 0 || wanted === 7 ? 1 : wanted
  }

  #fail(trouble: DirectoryTrouble, message: string): void {
    this.fail(new DirectoryError(trouble, message))
  }

  #hand(message: Buffer): boolean {
    const head = readMessage(message)
    if (head === undefined || this.#asked.get(head.id)?.includes(head.operation) !== true) {
      const isGoodbye = head?.id === 0 && head.operation === tags.extendedResponse
      if (isGoodbye) this.#fail('closed', 'The directory has ended the connection.')
      else this.#fail('protocol', 'What the directory sends is no answer.')
      return false
    }
    if (head.operation !== tags.searchEntry && head.operation !== tags.searchReference)
      this.#asked.delete(head.id)
    if (head.operation === tags.searchDone) this.cookie = head.cookie
    this.push(message)
    return true
  }

  override _write(message: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    const request = readRequest(message)
    const expected = request && answers[request.operation]
    if (request !== undefined && expected !== undefined) this.#asked.set(request.id, expected)
    this.#socket.write(message, (error) => done(error))
  }

  override _read(): void {}

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.trouble ??= new DirectoryError('closed', 'The connection to the directory was closed.')
    this.#chunks = []
    this.#socket.destroy()
    done(error)
  }
}
