import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startRedis } from '../services/redis.ts'
import type { RedisServer } from '../services/redis.ts'
import { follow, linked, promote } from '../services/replica.ts'
import { startProxyProcess } from '../services/tcp-proxy-process.ts'
import type { ProxyProcess } from '../services/tcp-proxy-process.ts'
import type { TcpProxy } from '../services/tcp-proxy.ts'
import { until } from '../services/until.ts'
import { namespace } from './content.ts'

/** The two links of one process. */
export interface Links {
  readonly commands: TcpProxy
  readonly notices: TcpProxy
}

// What was written outlives a crash of the server, though not of the machine: nobody waits for a disk.
const config = { appendonly: 'yes', appendfsync: 'no' }

const place = ({ host, port }: RedisServer): { host: string; port: number } => ({ host, port })

/** A primary and a replica, with a proxy on every link to them. */
export class Topology {
  primary: RedisServer
  replica: RedisServer
  /** The link by which the replica follows. */
  readonly link: TcpProxy
  /** A link of the controller's own, which nothing is done to. */
  readonly ownLink: TcpProxy
  readonly links: ReadonlyMap<string, Links>
  readonly #proxies: ProxyProcess

  private constructor(
    servers: readonly [RedisServer, RedisServer],
    proxies: ProxyProcess,
    link: TcpProxy,
    ownLink: TcpProxy,
    links: ReadonlyMap<string, Links>,
  ) {
    this.primary = servers[0]
    this.replica = servers[1]
    this.#proxies = proxies
    this.link = link
    this.ownLink = ownLink
    this.links = links
  }

  static async start(processes: readonly string[]): Promise<Topology> {
    const servers = [await startRedis({ config }), await startRedis({ config })] as const
    const proxies = await startProxyProcess()
    const open = (): Promise<TcpProxy> => proxies.startTcpProxy(place(servers[0]))
    const [link, ownLink] = [await open(), await open()]
    const links = new Map<string, Links>()
    for (const name of processes) links.set(name, { commands: await open(), notices: await open() })
    const topology = new Topology(servers, proxies, link, ownLink, links)
    await follow(servers[1], link)
    return topology
  }

  /** The links of some processes, or of all. */
  of(names: readonly string[] | null): readonly TcpProxy[] {
    return [...this.links]
      .filter(([name]) => names?.includes(name) !== false)
      .flatMap(([, { commands, notices }]) => [commands, notices])
  }

  /** Leads processes to a server. */
  async lead(names: readonly string[] | null, to: RedisServer): Promise<void> {
    const proxies = [...this.of(names), this.ownLink]
    await Promise.all(proxies.map((proxy) => proxy.leadTo(place(to))))
  }

  /** Makes the replica the primary; nobody is led to it yet, and what was the primary is not told. */
  async promote(): Promise<void> {
    await promote(this.replica)
    ;[this.primary, this.replica] = [this.replica, this.primary]
  }

  /** Has the other server follow the primary, started anew if it does not run. */
  async followAgain(): Promise<void> {
    await this.link.leadTo(place(this.primary))
    await this.link.pass()
    if (!this.replica.isRunning) await this.replica.start()
    await follow(this.replica, this.link)
  }

  /** Resolves when the replica has all that was written. */
  async settled(): Promise<void> {
    await linked(this.replica)
  }

  /** Whether there is an alarm; without an answer there is none that could be seen. */
  async alarm(): Promise<string | undefined> {
    const text = await this.primary.command('GET', `{${namespace}}:2:alarm`).catch(() => null)
    return typeof text === 'string' ? text : undefined
  }

  /** Waits until an alarm is raised. @returns Whether one was. */
  async alarmed(withinMs: number): Promise<boolean> {
    const look = (): Promise<string | undefined> => this.alarm()
    return until('an alarm', look, { withinMs, everyMs: 10 }).then(
      () => true,
      () => false,
    )
  }

  /** Copies what the primary has on its disk: all that was confirmed until now. @returns How to go back to it. */
  snapshot(): () => void {
    const data = join(this.primary.folder, 'appendonlydir')
    const copy = join(this.primary.folder, 'snapshot')
    rmSync(copy, { recursive: true, force: true })
    cpSync(data, copy, { recursive: true })
    return () => {
      rmSync(data, { recursive: true, force: true })
      cpSync(copy, data, { recursive: true })
    }
  }

  async stop(): Promise<void> {
    await this.#proxies.stop()
    await Promise.all([this.primary.stop(), this.replica.stop()])
  }
}
