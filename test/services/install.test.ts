import {
  appendFileSync,
  existsSync,
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ensureInstalled } from './install.ts'
import type { Surroundings } from './surroundings.ts'

/** A PATH of its own, with small scripts in the place of apt-get, sudo and Redis. */
let folder = ''
let where: Surroundings
let reported: string[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trilatch-path-'))
  symlinkSync('/usr/bin/env', join(folder, 'env'))
  reported = []
  where = {
    path: folder,
    uid: 0,
    platform: 'linux',
    install: undefined,
    lock: `trilatch-test-${folder}`,
    servicePolicy: join(folder, 'policy'),
    aptBusyMs: 30_000,
    report: (line) => reported.push(line),
  }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function script(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`)
  chmodSync(join(folder, name), 0o755)
}

const redis = (version: string): string => `echo "Redis server v=${version} sha=00000000:0 bits=64"`

/** An apt-get that notes how it was called, then does as told with `$action`, `update` or `install`. */
function aptGet(body: string): void {
  script(
    'apt-get',
    `echo "$DEBIAN_FRONTEND $*" >> ${folder}/calls
     case " $* " in
       *' update '*|*' update') action=update ;;
       *' install '*) action=install ;;
       *) exit 0 ;;
     esac
     ${body}`,
  )
}

// In the place of a real package: two scripts.
const bring = `
  for name in redis-server redis-cli; do
    printf '#!/bin/sh\\n%s\\n' '${redis('7.0.15')}' > \${0%/*}/$name
    /bin/chmod 755 \${0%/*}/$name
  done`

const calls = (): string[] => readFileSync(join(folder, 'calls'), 'utf8').trimEnd().split('\n')

const option = 'noninteractive -o DPkg::Lock::Timeout=30'
const install = `${option} install -y --no-install-recommends redis-server`
const update = `${option} update`
const howTo = (line: string): string =>
  `\nTo get it:\n  ${line}\n` +
  'Tests that need no service run without it: npx --yes pnpm@12.21.0 test --project core'
const byHand =
  'sudo apt-get install --no-install-recommends redis-server   ' +
  '(elsewhere than on Debian and Ubuntu, the packages of the same name)'

const refusal = async (): Promise<string> => {
  const error = await ensureInstalled(['redis'], where).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Error)
  return (error as Error).message
}

describe('what is there', () => {
  it('is left alone, without a word and without asking apt', async () => {
    script('redis-server', redis('7.0.15'))
    script('redis-cli', '')
    aptGet('exit 1')
    await ensureInstalled(['redis'], where)
    expect(reported).toEqual([])
    expect(calls).toThrow('ENOENT')
  })

  it.each([
    ['6.0.16', '6.0.16', '6.0'],
    ['nonsense', 'of an unknown version', 'of an unknown version'],
  ])('is refused when it is too old or unknown: %s', async (version, _told, shown) => {
    script('redis-server', version === 'nonsense' ? 'echo nonsense' : redis(version))
    script('redis-cli', '')
    expect(await refusal()).toMatch(
      `The tests need Redis 7.0 or newer, but ${folder}/redis-server is ${shown}`,
    )
  })

  it('is accepted when it is newer', async () => {
    script('redis-server', redis('10.2.1'))
    script('redis-cli', '')
    await ensureInstalled(['redis'], where)
    expect(reported).toEqual([])
  })
})

describe('what is missing', () => {
  it('is installed by root with one command that asks nothing, and told', async () => {
    aptGet(bring)
    await ensureInstalled(['redis'], where)
    expect(calls()).toEqual([install])
    expect(reported).toEqual([
      'Installing redis-server with apt-get; this takes some seconds…',
      'Installed redis-server in 1 s.',
    ])
  })

  it('is installed by others through a sudo that asks for no password', async () => {
    where = { ...where, uid: 1000 }
    script('sudo', 'shift; exec "$@"')
    aptGet(bring)
    await ensureInstalled(['redis'], where)
    expect(calls()).toEqual(['noninteractive --version', install])
  })

  it('is installed after an update of the lists when apt does not know it yet', async () => {
    aptGet(`
      if [ $action = update ]; then echo > ${folder}/lists; exit 0; fi
      [ -e ${folder}/lists ] || { echo 'E: Unable to locate package redis-server' >&2; exit 100; }
      ${bring}`)
    await ensureInstalled(['redis'], where)
    expect(calls()).toEqual([install, update, install])
    expect(reported).toContain("That failed; bringing apt's lists of packages up to date and trying again…")
  })

  it('is installed once when several ask at the same time', async () => {
    aptGet(`/bin/sleep 0.5\n${bring}`)
    await Promise.all([1, 2, 3].map(() => ensureInstalled(['redis'], where)))
    expect(calls()).toEqual([install])
    expect(reported.filter((line) => line.startsWith('Waiting for another run'))).toHaveLength(2)
  })

  it('waits while another program uses apt', async () => {
    aptGet(`
      if [ ! -e ${folder}/busy ]; then
        echo > ${folder}/busy; echo 'E: Could not get lock /var/lib/apt/lists/lock. It is held by process 1' >&2; exit 100
      fi
      ${bring}`)
    await ensureInstalled(['redis'], where)
    expect(calls()).toEqual([install, install])
    expect(reported).toContain('Waiting for another program that uses apt…')
  })
})

describe('what brings a service of the system', () => {
  const bringSlapd = `
    [ -e $FOLDER/policy ] && echo "policy $($FOLDER/policy; echo $?)" >> $FOLDER/calls
    for name in slapd slapadd ldapadd ldapmodify ldapsearch openssl; do
      printf '#!/bin/sh\\necho "OpenLDAP: slapd 2.5.13"\\n' > $FOLDER/$name
      /bin/chmod 755 $FOLDER/$name
    done`

  it('is installed without starting it, and the policy for that is gone afterwards', async () => {
    aptGet(bringSlapd.replaceAll('$FOLDER', folder))
    await ensureInstalled(['slapd'], where)
    expect(calls()[1]).toBe('policy 101')
    expect(existsSync(where.servicePolicy)).toBe(false)
  })

  it('is installed under a policy that was there, which stays', async () => {
    script('policy', 'exit 104')
    aptGet(bringSlapd.replaceAll('$FOLDER', folder))
    await ensureInstalled(['slapd'], where)
    expect(calls()[1]).toBe('policy 104')
    expect(existsSync(where.servicePolicy)).toBe(true)
  })

  it('is named as a whole where it cannot be installed', async () => {
    where = { ...where, install: 'no' }
    await expect(ensureInstalled(['slapd', 'samba'], where)).rejects.toThrow(
      /The tests need OpenLDAP 2.5 or newer and Samba as an Active Directory 4.15 or newer, and PATH lacks slapd and /,
    )
  })
})

describe('what cannot be installed is named exactly, with the way to get it', () => {
  const needs = (commands: string): string =>
    `The tests need Redis 7.0 or newer, and PATH lacks ${commands}.\n`

  it('when sudo asks for a password', async () => {
    where = { ...where, uid: 1000 }
    aptGet(bring)
    script('sudo', 'echo "sudo: a password is required" >&2; exit 1')
    expect(await refusal()).toBe(
      needs('redis-server and redis-cli') +
        `Not installed: this is not root, and sudo asks for a password.${howTo(byHand)}`,
    )
    expect(calls).toThrow('ENOENT')
  })

  it('when there is no sudo', async () => {
    where = { ...where, uid: 1000 }
    aptGet(bring)
    expect(await refusal()).toContain('Not installed: this is not root, and there is no sudo.\n')
  })

  it('when TRILATCH_INSTALL forbids it', async () => {
    where = { ...where, install: 'no' }
    aptGet(bring)
    expect(await refusal()).toContain('Not installed: TRILATCH_INSTALL=no forbids it.\n')
    expect(calls).toThrow('ENOENT')
  })

  it('when only a part is there', async () => {
    script('redis-server', redis('7.0.15'))
    expect(await refusal()).toContain(needs('redis-cli'))
  })

  it.each([
    ['linux', byHand],
    ['darwin', 'brew install redis'],
    [
      'win32',
      'run the tests on Linux or macOS; on Windows, in WSL: sudo apt-get install --no-install-recommends redis-server',
    ],
  ] as const)('when there is no apt-get: %s', async (platform, line) => {
    where = { ...where, platform }
    expect(await refusal()).toBe(
      `${needs('redis-server and redis-cli')}Not installed: there is no apt-get here.${howTo(line)}`,
    )
  })

  it('when apt fails, in its own words', async () => {
    const complaint = "E: The repository 'http://example.test' cannot be reached"
    aptGet(`echo "${complaint}" >&2; exit 100`)
    expect(await refusal()).toContain(
      `Not installed: apt-get failed and said\n${complaint}\n${complaint}\nTo get it:`,
    )
    expect(calls()).toEqual([install, update, install])
  })

  it('when apt says it installed the package and the command is still not there', async () => {
    aptGet('exit 0')
    expect(await refusal()).toContain('Not installed: apt-get says that it installed redis-server.\n')
  })
})

it('a lock is free again after its holder failed', async () => {
  aptGet('exit 1')
  await refusal()
  rmSync(join(folder, 'apt-get'))
  aptGet(bring)
  appendFileSync(join(folder, 'calls'), '')
  await ensureInstalled(['redis'], where)
})
