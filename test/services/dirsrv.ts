import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { LogFile } from './log-file.ts'
import { OwnProcess } from './own-process.ts'
import { ownFolder, removeFolder } from './owned.ts'
import { freePort } from './ports.ts'
import { throwIfRefused } from './refusal.ts'
import { runTool, toolPath } from './run-tool.ts'
import { canConnect } from './slapd.ts'
import { until } from './until.ts'

export const dirsrvSuffix = 'dc=example,dc=test'
const rootDn = 'cn=Directory Manager'
const rootPassword = 'admin-secret'

/** Where its packages keep what an instance is made of. */
const templates = '/usr/share/dirsrv/data'
const schemas = ['/usr/share/dirsrv/schema', '/etc/dirsrv/schema']

/** A password as its configuration has to hold it. */
function hashed(password: string): string {
  const salt = Buffer.from('salt')
  const digest = createHash('sha1')
    .update(Buffer.concat([Buffer.from(password), salt]))
    .digest()
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`
}

/** The configuration of an instance in a folder, with `memberOf` switched on. */
function configuration(folder: string, port: number): string {
  const inside = (name: string): string => join(folder, name)
  const places: Readonly<Record<string, string>> = {
    bak_dir: inside('bak'),
    cert_dir: inside('conf'),
    config_dir: inside('conf'),
    db_dir: inside('db'),
    db_home_dir: inside('db'),
    db_lib: 'bdb',
    ds_bename: 'userRoot',
    ds_passwd: hashed(rootPassword),
    ds_port: String(port),
    ds_suffix: dirsrvSuffix,
    ds_user: userInfo().username,
    fqdn: 'localhost',
    inst_dir: inside('inst'),
    ldapi: inside('run/ldapi'),
    ldapi_autobind: 'off',
    ldapi_enabled: 'off',
    ldif_dir: inside('ldif'),
    lock_dir: inside('lock'),
    log_dir: inside('logs'),
    rootdn: rootDn,
    run_dir: inside('run'),
    schema_dir: inside('conf/schema'),
    tmp_dir: inside('tmp'),
  }
  const filled = (name: string): string =>
    readFileSync(join(templates, name), 'utf8')
      .replaceAll(/^#.*\n/gm, '')
      .replaceAll(/%([a-z_]+)%/g, (_, place: string) => {
        const value = places[place]
        if (value === undefined) throw new Error(`${name} wants a ${place} that is not known here`)
        return value
      })
      .trim()
  return `${filled('template-dse.ldif')}\n\n${filled('template-suffix-db.ldif')}\n`
    .replace(/(cn: MemberOf Plugin\n(?:.+\n)*?nsslapd-pluginenabled: )off/i, '$1on')
    .replace(/^nsslapd-port:/m, 'nsslapd-listenhost: 127.0.0.1\nnsslapd-port:')
}

/** A real 389 Directory Server of ours, in the clear. Its entries do not outlive it. */
export class DirsrvServer {
  readonly port: number
  readonly folder: string
  readonly #process: OwnProcess

  constructor(folder: string, port: number, process: OwnProcess) {
    this.folder = folder
    this.port = port
    this.#process = process
  }

  /** Adds and changes entries and its configuration, in the notation of `ldapmodify`. */
  async modify(ldif: string): Promise<void> {
    const where = ['-x', '-H', `ldap://127.0.0.1:${this.port}`, '-D', rootDn, '-w', rootPassword]
    await runTool('ldapmodify', ['-a', ...where], { input: ldif })
  }

  /** Kills it for good and removes its folder. */
  async stop(): Promise<void> {
    await this.#process.kill()
    removeFolder(this.folder)
  }
}

/**
 * Starts a 389 Directory Server of one's own, with entries; some seconds. Stop it when done; if that is forgotten or
 * cannot be, it ends with this process, however that ends.
 *
 * @param entries LDIF, the suffix first.
 * @throws Error with the end of its log when it does not start.
 */
export async function startDirsrv(entries: string): Promise<DirsrvServer> {
  throwIfRefused('dirsrv')
  const folder = ownFolder('dirsrv')
  for (const name of ['bak', 'conf/schema', 'db/userRoot', 'inst', 'ldif', 'lock', 'logs', 'run', 'tmp'])
    mkdirSync(join(folder, name), { recursive: true })
  for (const schema of schemas) cpSync(schema, join(folder, 'conf/schema'), { recursive: true })
  cpSync('/etc/dirsrv/config', join(folder, 'conf'), { recursive: true })
  const port = await freePort()
  writeFileSync(join(folder, 'conf/dse.ldif'), configuration(folder, port))
  const log = new LogFile(folder)
  const args = ['-D', join(folder, 'conf'), '-i', join(folder, 'run/pid'), '-d', '0']
  const process = await OwnProcess.start(toolPath('ns-slapd'), args, { log: log.path })
  const server = new DirsrvServer(folder, port, process)
  try {
    const outcome = await until(
      '389 Directory Server to accept connections',
      async () => (process.isRunning ? canConnect(port) : 'ended'),
      { withinMs: 120_000, everyMs: 50, detail: () => log.end() },
    )
    if (outcome === 'ended') throw new Error(`389 Directory Server ended as it started.${log.end()}`)
    await server.modify(entries)
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}
