import { existsSync, readdirSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const page = fileURLToPath(new URL('..', import.meta.url))
const lock = fileURLToPath(new URL('../../../../pnpm-lock.yaml', import.meta.url))

/** Where the built page rests, and where the package serves it from. */
const built = fileURLToPath(new URL('../../dist/www', import.meta.url))

/** Files and folders: a file that has been removed changes its folder. */
function sources(): string[] {
  const below = readdirSync(page, { recursive: true, encoding: 'utf8' })
  return [page, ...below.map((name) => join(page, name)), ...(existsSync(lock) ? [lock] : [])]
}

/** Whether the built page is there, and newer than all that it is made from. */
export function isFresh(): boolean {
  const made = join(built, 'index.html')
  if (!existsSync(made)) return false
  const { mtimeMs } = statSync(made)
  return sources().every((path) => statSync(path).mtimeMs <= mtimeMs)
}

/** Builds the page beside its place and then puts it there, so that nobody ever serves half of it. */
export async function buildPage(): Promise<void> {
  // Libraries are built as they run for users, wherever this is started.
  process.env['NODE_ENV'] = 'production'
  const vite = await import('vite')
  const { default: config } = await import('../vite.config.ts')
  const outDir = `${built}-${process.pid}`
  await vite.build({ ...config, configFile: false, build: { ...config.build, outDir } })
  await rm(built, { recursive: true, force: true })
  await rename(outDir, built)
}
