import { Redis } from 'ioredis'

/** What a connection has to know of a server. */
export interface RedisTarget {
  readonly host: string
  readonly port: number
  readonly path: string | undefined
  readonly password: string | undefined
}

/** The connection by which tests ask a server for things: made when first needed, and again when it was lost. */
export class RedisConnection {
  readonly #target: RedisTarget
  #redis: Redis | undefined
  #due = 0

  constructor(target: RedisTarget) {
    this.#target = target
  }

  /** The answer as RESP 2 has it. It is waited for for at most 30 s. */
  async command(name: string, args: readonly (string | number)[]): Promise<unknown> {
    if (this.#redis === undefined || this.#redis.status === 'end') this.#redis = connect(this.#target)
    const redis = this.#redis
    this.#due++
    redis.stream?.ref()
    try {
      return await redis.call(name, ...args)
    } finally {
      // A connection that nobody waits for does not keep this process alive.
      if (--this.#due === 0) redis.stream?.unref()
    }
  }

  close(): void {
    this.#redis?.disconnect()
    this.#redis = undefined
  }
}

function connect({ host, port, path, password }: RedisTarget): Redis {
  const redis = new Redis({
    ...(path === undefined ? { host, port } : { path }),
    ...(password === undefined ? {} : { password }),
    protocol: 2,
    // Nothing is sent but what is asked for: somebody may be counting.
    disableClientInfo: true,
    enableReadyCheck: false,
    retryStrategy: null,
    connectTimeout: 30_000,
    commandTimeout: 30_000,
  })
  // What goes wrong is told by the command that was waiting.
  redis.on('error', () => {})
  return redis
}
