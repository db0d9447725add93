import { join } from 'node:path'

/** Directives by name; an array is a directive given several times. */
export type RedisConfig = Readonly<Record<string, string | number | readonly string[]>>

export interface RedisOptions {
  /** `socket`: no port at all, only a Unix socket. Default `port`: one of 127.0.0.1 that is free. */
  readonly listen?: 'port' | 'socket'
  /** What the user `default` has to give. Default: nothing. */
  readonly password?: string
  /** Other users with their ACL rules: `{ app: 'on >secret ~* &* +@all -xadd' }`. */
  readonly users?: Readonly<Record<string, string>>
  /** Directives that are added to ours, or stand in their place. */
  readonly config?: RedisConfig
}

/** The text of `redis.conf`: nothing is saved unless asked for, nothing listens but on 127.0.0.1. */
export function redisConfig(
  { listen = 'port', password, users = {}, config = {} }: RedisOptions,
  { folder, port }: { readonly folder: string; readonly port: number },
): string {
  if ('default' in users) throw new TypeError('the user default is not set by `users`: give `password`')
  const directives: RedisConfig = {
    bind: '127.0.0.1',
    port,
    ...(listen === 'socket' ? { unixsocket: quoted(socketPath(folder)) } : {}),
    dir: quoted(folder),
    save: '""',
    appendonly: 'no',
    // The first copy for a replica would wait five seconds for others that want one too.
    'repl-diskless-sync-delay': 0,
    ...(password === undefined ? {} : { requirepass: quoted(password), masterauth: quoted(password) }),
    user: Object.entries(users).map(([name, rules]) => `${name} ${rules}`),
    ...config,
  }
  return configText(directives)
}

export const configText = (directives: RedisConfig): string =>
  Object.entries(directives)
    .flatMap(([name, value]) => [value].flat().map((one) => `${name} ${one}\n`))
    .join('')

export const socketPath = (folder: string): string => join(folder, 'redis.sock')

/** Redis reads a text in double quotes nearly as JSON does. */
export const quoted = (text: string): string => JSON.stringify(text)
