import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { findCommand } from './find-command.ts'
import type { Surroundings } from './surroundings.ts'

// No question is asked, and the words we look for are English.
const quietly = ['env', 'DEBIAN_FRONTEND=noninteractive', 'LC_ALL=C', 'apt-get']

/** How apt may be run here: the words before its own, or a sentence that says why it may not. */
export async function aptPrefix(where: Surroundings): Promise<readonly string[] | string> {
  if (/^(?:no|off|false|0)$/i.test(where.install ?? ''))
    return `TRILATCH_INSTALL=${where.install} forbids it.`
  if (where.platform !== 'linux' || findCommand('apt-get', where.path) === undefined) {
    return 'there is no apt-get here.'
  }
  if (where.uid === 0) return quietly
  if (findCommand('sudo', where.path) === undefined) return 'this is not root, and there is no sudo.'
  const withSudo = ['sudo', '-n', ...quietly]
  const { done } = await run([...withSudo, '--version'], where)
  return done ? withSudo : 'this is not root, and sudo asks for a password.'
}

/** Says no to every service that a package would start, as long as the command after it runs; a policy that is there stays. */
const withPolicy = `
policy=$1
shift
if [ ! -e "$policy" ]; then
  trap '/bin/rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy" && /bin/chmod 755 "$policy"
fi
"$@"`

/** The same words, for packages that bring a service of the system: it is not started. */
export const withoutServices = (
  prefix: readonly string[],
  { servicePolicy }: Surroundings,
): readonly string[] => [...prefix.slice(0, -1), '/bin/sh', '-c', withPolicy, 'sh', servicePolicy, 'apt-get']

export interface AptResult {
  readonly done: boolean
  /** The end of what it printed. */
  readonly said: string
}

/** Runs an apt-get command; waits while another program uses apt. */
export async function apt(
  prefix: readonly string[],
  command: readonly string[],
  where: Surroundings,
): Promise<AptResult> {
  const timeout = Math.ceil(where.aptBusyMs / 1000)
  const end = performance.now() + where.aptBusyMs
  for (let tries = 0; ; tries++) {
    const result = await run([...prefix, '-o', `DPkg::Lock::Timeout=${timeout}`, ...command], where)
    // The option above makes only some of apt's locks wait; that of the lists is not among them.
    const isBusy = !result.done && result.said.includes('Could not get lock')
    if (!isBusy || performance.now() > end) return result
    if (tries === 0) where.report('Waiting for another program that uses apt…')
    await sleep(300)
  }
}

function run([file = '', ...args]: readonly string[], { path }: Surroundings): Promise<AptResult> {
  const options = { env: { ...process.env, PATH: path }, timeout: 600_000, maxBuffer: 16 * 1024 * 1024 }
  return new Promise((resolve) => {
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      const said = `${stdout}${stderr}`.trimEnd().split('\n').slice(-15).join('\n')
      resolve({ done: error === null, said: said === '' && error !== null ? error.message : said })
    })
    child.stdin?.end()
  })
}
