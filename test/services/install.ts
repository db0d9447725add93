import { execFile } from 'node:child_process'
import { apt, aptPrefix, withoutServices } from './apt.ts'
import { findCommand } from './find-command.ts'
import { whileLocked } from './lock.ts'
import { howToGet } from './how-to-get.ts'
import type { Surroundings } from './surroundings.ts'
import { surroundings } from './surroundings.ts'
import { systemPackages } from './system-packages.ts'
import type { SystemPackage, SystemPackageName } from './system-packages.ts'

/**
 * Makes sure that programs are there that tests run for real: installs what is missing with apt where it may
 * (Debian or Ubuntu, as root or with a sudo that asks nothing). Next to free when nothing is missing.
 * A line of progress is reported for whatever takes longer than a second.
 *
 * @throws Error that names exactly what is missing, why it was not installed, and how to get it.
 */
export async function ensureInstalled(
  names: readonly SystemPackageName[],
  where: Surroundings = surroundings(),
): Promise<void> {
  const wanted = names.map((name): SystemPackage => systemPackages[name])
  if (missingFrom(wanted, where).length > 0) {
    const prefix = await aptPrefix(where)
    if (typeof prefix === 'string') throw new Error(howToGet(missingFrom(wanted, where), prefix, where))
    await whileLocked(where.lock, () => install(missingFrom(wanted, where), prefix, where), {
      onWait: () => where.report('Waiting for another run of the tests that is installing…'),
    })
  }
  await Promise.all(wanted.map((one) => refuseOld(one, where)))
}

const isMissing = (one: SystemPackage, { path }: Surroundings): boolean =>
  one.commands.some((command) => findCommand(command, path) === undefined)

const missingFrom = (wanted: readonly SystemPackage[], where: Surroundings): SystemPackage[] =>
  wanted.filter((one) => isMissing(one, where))

/** Installs with the lists of packages that are there; they are brought up to date only if that fails. */
async function install(
  missing: readonly SystemPackage[],
  prefix: readonly string[],
  where: Surroundings,
): Promise<void> {
  if (missing.length === 0) return
  const started = performance.now()
  const packages = missing.flatMap((one) => one.apt)
  const command = ['install', '-y', '--no-install-recommends', ...packages]
  const installing = missing.some((one) => one.startsService === true)
    ? withoutServices(prefix, where)
    : prefix
  where.report(`Installing ${packages.join(', ')} with apt-get; this takes some seconds…`)
  let result = await apt(installing, command, where)
  if (!result.done) {
    where.report("That failed; bringing apt's lists of packages up to date and trying again…")
    const update = await apt(prefix, ['update'], where)
    result = await apt(installing, command, where)
    if (!result.done) {
      const said = [...(update.done ? [] : [update.said]), result.said].join('\n')
      throw new Error(howToGet(missing, `apt-get failed and said\n${said}`, where))
    }
  }
  const absent = missingFrom(missing, where)
  if (absent.length > 0) {
    throw new Error(howToGet(absent, `apt-get says that it installed ${packages.join(', ')}.`, where))
  }
  where.report(`Installed ${packages.join(', ')} in ${Math.ceil((performance.now() - started) / 1000)} s.`)
}

async function refuseOld(one: SystemPackage, where: Surroundings): Promise<void> {
  const [command] = one.commands
  const said = await versionOf(command, one.version.ask ?? '--version', where)
  const found = one.version.shown.exec(said)?.[1]
  if (found !== undefined && isAtLeast(found, one.version.least)) return
  const version = found ?? `of an unknown version (it says ${JSON.stringify(said.trim())})`
  const file = findCommand(command, where.path) ?? command
  throw new Error(
    `The tests need ${one.title} ${one.version.least} or newer, but ${file} is ${version}. ` +
      `Put a newer one earlier on PATH, then run the tests again.`,
  )
}

function versionOf(command: string, ask: string, { path }: Surroundings): Promise<string> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, PATH: path }, timeout: 30_000 }
    execFile(command, [ask], options, (_error, stdout, stderr) => resolve(stdout || stderr))
  })
}

function isAtLeast(found: string, least: string): boolean {
  const [major = 0, minor = 0] = found.split('.').map(Number)
  const [leastMajor = 0, leastMinor = 0] = least.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}
