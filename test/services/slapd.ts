import { mkdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { makeCertificates } from './certificates.ts'
import { LogFile } from './log-file.ts'
import { OwnProcess } from './own-process.ts'
import { ownFolder, removeFolder } from './owned.ts'
import { freePort } from './ports.ts'
import { throwIfRefused } from './refusal.ts'
import { runTool, toolPath } from './run-tool.ts'
import { foundation, rootDn, rootPassword, slapdConfig } from './slapd-config.ts'
import type { SlapdOptions } from './slapd-config.ts'
import { until } from './until.ts'

export type { SlapdOptions } from './slapd-config.ts'
export * from './slapd-config.ts'

interface SlapdPlace {
  readonly folder: string
  readonly port: number
  readonly tlsPort: number
  readonly ca: string
}

/** A real OpenLDAP of ours. Its entries do not outlive it. */
export class SlapdServer {
  readonly host = '127.0.0.1'
  readonly port: number
  /** Speaks TLS from the first byte on. */
  readonly tlsPort: number
  /** The authority that signed its certificate, as PEM. */
  readonly ca: string
  readonly folder: string
  readonly #log: LogFile
  #process: OwnProcess | undefined

  constructor({ folder, port, tlsPort, ca }: SlapdPlace) {
    this.port = port
    this.tlsPort = tlsPort
    this.ca = ca
    this.folder = folder
    this.#log = new LogFile(folder)
  }

  get url(): string {
    return `ldap://localhost:${this.port}`
  }

  get tlsUrl(): string {
    return `ldaps://localhost:${this.tlsPort}`
  }

  /** Starts it, with what it held; resolves when it accepts connections. */
  async start(): Promise<void> {
    const listen = `ldap://127.0.0.1:${this.port}/ ldaps://127.0.0.1:${this.tlsPort}/`
    const args = ['-d', '0', '-F', join(this.folder, 'slapd.d'), '-h', listen]
    const started = await OwnProcess.start(toolPath('slapd'), args, { log: this.#log.path })
    this.#process = started
    await until(
      'slapd to accept connections',
      async () => {
        if (!started.isRunning) return 'ended'
        return (await canConnect(this.port)) && (await canConnect(this.tlsPort)) ? 'ready' : undefined
      },
      { withinMs: 60_000, everyMs: 10, detail: () => this.#log.end() },
    )
    if (!started.isRunning) throw new Error(`slapd ended as it started.${this.#log.end()}`)
  }

  /** Adds entries. */
  async add(ldif: string): Promise<void> {
    await this.#tool('ldapadd', rootDn, ldif)
  }

  /**
   * Changes entries, in the notation of `ldapmodify`.
   *
   * @param options.relaxed Also what only the server itself may change.
   */
  async modify(ldif: string, { relaxed = false }: { readonly relaxed?: boolean } = {}): Promise<void> {
    await this.#tool('ldapmodify', rootDn, ldif, relaxed ? ['-e', '!relax'] : [])
  }

  /** Changes its configuration while it runs. */
  async configure(ldif: string): Promise<void> {
    await this.#tool('ldapmodify', 'cn=config', ldif)
  }

  /** How many operations of a kind it has completed, by anybody. */
  async completed(kind: 'Bind' | 'Search'): Promise<number> {
    const printed = await runTool('ldapsearch', [
      '-x',
      '-LLL',
      '-o',
      'ldif-wrap=no',
      '-H',
      `ldap://127.0.0.1:${this.port}`,
      '-D',
      'cn=config',
      '-w',
      rootPassword,
      '-b',
      `cn=${kind},cn=Operations,cn=Monitor`,
      '-s',
      'base',
      'monitorOpCompleted',
    ])
    return Number(/^monitorOpCompleted: (\d+)/m.exec(printed)?.[1])
  }

  async #tool(command: string, dn: string, ldif: string, more: readonly string[] = []): Promise<void> {
    const where = ['-x', '-H', `ldap://127.0.0.1:${this.port}`, '-D', dn, '-w', rootPassword]
    await runTool(command, [...where, ...more], { input: ldif })
  }

  /** Freezes it: the kernel still accepts connections, and nobody answers. */
  async freeze(): Promise<void> {
    await this.#process?.freeze()
  }

  thaw(): void {
    this.#process?.thaw()
  }

  /** Kills it as a crash does. */
  async kill(): Promise<void> {
    await this.#process?.kill()
  }

  /** Kills it for good and removes its folder. */
  async stop(): Promise<void> {
    await this.kill()
    removeFolder(this.folder)
  }
}

export function canConnect(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** Entries that are loaded before it runs, for many of them: a file of LDIF, whose groups nothing adds to `memberOf`. */
export interface LoadedEntries {
  readonly file: string
}

/**
 * Starts an OpenLDAP of one's own with a suffix, a service account and more entries; resolves when they are there.
 * Stop it when done; if that is forgotten or cannot be, it ends with this process, however that ends.
 *
 * @param entries LDIF. Groups stand behind their members, or they are not in anybody's `memberOf`. In the file of
 * {@link LoadedEntries} the foundation comes first.
 * @throws Error with the end of the server's log when it does not start.
 */
export async function startSlapd(
  entries: string | LoadedEntries,
  options: SlapdOptions = {},
): Promise<SlapdServer> {
  throwIfRefused('slapd')
  for (let tries = 1; ; tries++) {
    const folder = ownFolder('slapd')
    for (const name of ['slapd.d', 'db']) mkdirSync(join(folder, name))
    const names = options.certificateNames ?? 'DNS:localhost,IP:127.0.0.1'
    const certificates = await makeCertificates(folder, names)
    const config = slapdConfig(folder, certificates, options)
    await runTool('slapadd', ['-n', '0', '-F', join(folder, 'slapd.d')], { input: config })
    if (typeof entries === 'object')
      await runTool('slapadd', ['-q', '-n', '1', '-F', join(folder, 'slapd.d'), '-l', entries.file])
    const [port, tlsPort] = [await freePort(), await freePort()]
    const server = new SlapdServer({ folder, port, tlsPort, ca: certificates.ca })
    try {
      await server.start()
      if (typeof entries === 'string') await server.add(`${foundation}\n${entries}`)
      return server
    } catch (error) {
      await server.stop()
      // Somebody may have taken the port between the look and the start.
      const isTaken = error instanceof Error && /in use|bind\(|ended as it started/i.test(error.message)
      if (!isTaken || tries === 5) throw error
    }
  }
}
