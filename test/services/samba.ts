import { mkdirSync, writeFileSync } from 'node:fs'
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { makeCertificates } from './certificates.ts'
import { LogFile } from './log-file.ts'
import { OwnProcess } from './own-process.ts'
import { ownFolder, removeFolder } from './owned.ts'
import { throwIfRefused } from './refusal.ts'
import { runTool, toolPath } from './run-tool.ts'
import { canConnect } from './slapd.ts'
import { until } from './until.ts'

export const domain = 'DC=ad,DC=example,DC=test'
export const administratorPassword = 'Passw0rd.Adm1n'

/** A real Samba of ours, as the controller of a domain of Active Directory. */
export class SambaServer {
  /** An address of its own on this machine: the ports of a domain cannot be others. */
  readonly host: string
  /** The authority that signed its certificate, which is good for `localhost` and its address. */
  readonly ca: string
  readonly folder: string
  readonly #log: LogFile
  #process: OwnProcess | undefined

  constructor(folder: string, host: string, ca: string) {
    this.folder = folder
    this.host = host
    this.ca = ca
    this.#log = new LogFile(folder)
  }

  get url(): string {
    return `ldap://${this.host}`
  }

  get tlsUrl(): string {
    return `ldaps://${this.host}`
  }

  get #config(): string {
    return join(this.folder, 'run.conf')
  }

  /** Adds entries while it does not run. */
  async addOffline(ldif: string): Promise<void> {
    const file = join(this.folder, 'data.ldif')
    writeFileSync(file, ldif)
    const database = join(this.folder, 'private/sam.ldb')
    await runTool('ldbadd', ['-H', database, file], { environment: { SMB_CONF_PATH: this.#config } })
  }

  /** What passwords have to be like: any, and an account is locked at the third wrong one. */
  async relax(): Promise<void> {
    await runTool('samba-tool', [
      'domain',
      'passwordsettings',
      'set',
      '--account-lockout-threshold=3',
      '--complexity=off',
      '--min-pwd-length=1',
      '--min-pwd-age=0',
      '-s',
      this.#config,
      '-H',
      join(this.folder, 'private/sam.ldb'),
    ])
  }

  /** Changes entries, in the notation of `ldapmodify`. */
  async modify(ldif: string): Promise<void> {
    const where = [
      '-x',
      '-H',
      this.tlsUrl,
      '-D',
      'Administrator@ad.example.test',
      '-w',
      administratorPassword,
    ]
    await runTool('ldapmodify', where, {
      input: ldif,
      environment: { LDAPTLS_CACERT: join(this.folder, 'ca.crt') },
    })
  }

  /** Makes a password as old as a Windows time says, which nobody may over the network. */
  async agePassword(dn: string, pwdLastSet: bigint): Promise<void> {
    const database = join(this.folder, 'private/sam.ldb')
    // What says that the value is to be taken as it is (DSDB_CONTROL_BYPASS_PASSWORD_HASH).
    await runTool('ldbmodify', ['-H', database, '--controls=local_oid:1.3.6.1.4.1.7165.4.3.12:0'], {
      input: `dn: ${dn}\nchangetype: modify\nreplace: pwdLastSet\npwdLastSet: ${pwdLastSet}\n`,
      environment: { SMB_CONF_PATH: this.#config },
    })
  }

  async start(): Promise<void> {
    const args = ['-F', '--no-process-group', '-M', 'prefork', '-s', this.#config]
    const started = await OwnProcess.start(toolPath('samba'), args, { log: this.#log.path })
    this.#process = started
    const outcome = await until(
      'Samba to accept connections',
      async () => {
        if (!started.isRunning) return 'ended'
        return (await canConnect(389, this.host)) && (await canConnect(636, this.host)) ? 'ready' : undefined
      },
      { withinMs: 120_000, everyMs: 20, detail: () => this.#log.end() },
    )
    if (outcome === 'ended') throw new Error(`Samba ended as it started.${this.#log.end()}`)
  }

  /** Kills it for good and removes its folder. */
  async stop(): Promise<void> {
    await this.#process?.kill()
    removeFolder(this.folder)
  }
}

const config = (folder: string, host: string): string => `[global]
server role = active directory domain controller
workgroup = EXAMPLE
realm = AD.EXAMPLE.TEST
netbios name = DC1
interfaces = ${host}/8
bind interfaces only = yes
server services = ldap
dcerpc endpoint servers = none
ldap server require strong auth = no
tls enabled = yes
tls keyfile = ${folder}/srv.key
tls certfile = ${folder}/srv.crt
tls cafile = ${folder}/ca.crt
private dir = ${folder}/private
lock directory = ${folder}
state directory = ${folder}/state
cache directory = ${folder}/cache
pid directory = ${folder}
ncalrpc dir = ${folder}/ncalrpc
posix:eadb = ${folder}/private/eadb.tdb
logging = file
log file = ${folder}/log.samba
`

/**
 * Makes a domain of one's own, with more entries, and starts its controller; takes about ten seconds. Stop it when done;
 * if that is forgotten or cannot be, it ends with this process, however that ends.
 *
 * @param entries LDIF.
 * @throws Error with the end of its log when it does not start, or where this is not root: its ports are below 1024.
 */
export async function startSamba(entries: string): Promise<SambaServer> {
  throwIfRefused('samba')
  if (process.getuid?.() !== 0)
    throw new Error(
      'Samba listens on port 389, which only root may: run the tests of Active Directory as root ' +
        '(sudo --preserve-env npx --yes pnpm@12.21.0 test --project auth-ldap).',
    )
  const folder = ownFolder('samba')
  // An address of 127.0.0.0/8 that no other run has taken.
  let host = ''
  do host = `127.${randomInt(2, 255)}.${randomInt(2, 255)}.${randomInt(2, 255)}`
  while (await canConnect(389, host))
  writeFileSync(join(folder, 'empty.conf'), '[global]\n')
  mkdirSync(join(folder, 'cache'))
  const [certificates] = await Promise.all([
    makeCertificates(folder, `DNS:localhost,IP:${host}`),
    runTool('samba-tool', [
      'domain',
      'provision',
      '-s',
      join(folder, 'empty.conf'),
      '--realm=AD.EXAMPLE.TEST',
      '--domain=EXAMPLE',
      '--server-role=dc',
      '--dns-backend=NONE',
      '--host-name=dc1',
      `--adminpass=${administratorPassword}`,
      `--host-ip=${host}`,
      `--targetdir=${folder}`,
      '--use-rfc2307',
      `--option=interfaces=${host}/8`,
      '--option=bind interfaces only=yes',
      `--option=posix:eadb=${join(folder, 'private/eadb.tdb')}`,
    ]),
  ])
  writeFileSync(join(folder, 'run.conf'), config(folder, host))
  const server = new SambaServer(folder, host, certificates.ca)
  try {
    await server.relax()
    await server.addOffline(entries)
    await server.start()
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}
