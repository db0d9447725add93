import { randomBytes } from 'node:crypto'
import { hash as hashArgon2 } from '@node-rs/argon2'
import { HashingQueue } from './hashing-queue.ts'
import type { QueueLimits } from './hashing-queue.ts'
import { readHash } from './stored-hash.ts'
import type { Argon2Cost, StoredHash } from './stored-hash.ts'
import { verifyHash } from './verify-hash.ts'

/** What somebody can do whose turn it is. */
export interface Bench {
  hash(password: string): Promise<string>
  /** Whether a password is the one of a hash. Without a hash the same work is done for nobody, and the answer is no. */
  verify(password: string, stored: StoredHash | undefined): Promise<boolean>
}

/** Hashes and verifies passwords, a few at a time. */
export class Hasher {
  readonly #cost: Argon2Cost
  readonly #queue: HashingQueue
  readonly #bench: Bench
  #nobody: Promise<StoredHash> | undefined
  #hashed = 0
  #verified = 0

  constructor(cost: Argon2Cost, limits: QueueLimits) {
    this.#cost = cost
    this.#queue = new HashingQueue(limits)
    this.#bench = {
      hash: (password) => {
        this.#hashed += 1
        return this.#compute(password)
      },
      verify: async (password, stored) => {
        const against = stored ?? (await this.#nobodys())
        this.#verified += 1
        return (await verifyHash(password, against)) && stored !== undefined
      },
    }
  }

  /** How many have been hashed and compared, and how many run and wait now. */
  get load(): {
    readonly hashed: number
    readonly verified: number
    readonly running: number
    readonly waiting: number
  } {
    return { hashed: this.#hashed, verified: this.#verified, ...this.#queue.load }
  }

  /** Makes what stands for unknown accounts, so that the first of them takes no longer than the others. */
  async ready(): Promise<void> {
    await this.#nobodys()
  }

  /**
   * Does work when its turn comes: all the hashing of one request.
   *
   * @throws QueueFullError, or the signal's reason
   */
  run<T>(work: (bench: Bench) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#queue.run(() => work(this.#bench), signal)
  }

  /** Whether a hash is of another scheme, variant or cost than new ones. */
  isOutdated(stored: StoredHash): boolean {
    if (stored.scheme !== 'argon2' || stored.variant !== 'id') return true
    const { memoryCost, timeCost, parallelism } = stored.cost
    const now = this.#cost
    return memoryCost !== now.memoryCost || timeCost !== now.timeCost || parallelism !== now.parallelism
  }

  #compute(password: string): Promise<string> {
    // Argon2id and version 19 are the library's defaults; a test reads them off the result.
    return hashArgon2(password, this.#cost)
  }

  #nobodys(): Promise<StoredHash> {
    this.#nobody ??= this.#compute(randomBytes(32).toString('base64url')).then(
      (text) => readHash(text) as StoredHash,
      (error: unknown) => {
        this.#nobody = undefined
        throw error
      },
    )
    return this.#nobody
  }
}
