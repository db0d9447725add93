import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ensurePage } from './ensure-page.ts'

const run = promisify(execFile)
const pnpm = 'pnpm@12.21.0'
const packages = fileURLToPath(new URL('../packages', import.meta.url))

/** A package as it would be published. */
export interface PackedPackage {
  readonly name: string
  readonly directory: string
  readonly tarball: string
}

// An npx around this one hands its own packages down to every npx inside.
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)))

/**
 * Packs packages into a folder. They have to be built before; the console's page is where it is not.
 *
 * @param only Names of those that are wanted; default all.
 */
export async function packPackages(
  folder: string,
  only?: readonly string[],
): Promise<readonly PackedPackage[]> {
  if (only === undefined) await ensurePage()
  const packed: PackedPackage[] = []
  for (const entry of await readdir(packages)) {
    const directory = join(packages, entry)
    const { name, version } = JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')) as Record<
      string,
      string
    >
    if (only?.includes(name ?? '') === false) continue
    // By its full name, so that it is found however this was started.
    await run('npx', ['--yes', pnpm, 'pack', '--pack-destination', folder], {
      cwd: directory,
      env: environment,
    })
    const file = `${name?.replace('@', '').replace('/', '-')}-${version}.tgz`
    packed.push({ name: name ?? entry, directory, tarball: join(folder, file) })
  }
  return packed
}
