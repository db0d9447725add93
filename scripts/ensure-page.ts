import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const main = fileURLToPath(new URL('../packages/console/page/build/main.ts', import.meta.url))

let running: Promise<void> | undefined

/** Builds the console's page where it is missing or older than its sources: in a process of its own, for production. */
export function ensurePage(): Promise<void> {
  const { NODE_ENV: _, ...env } = process.env
  const args = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning', main]
  running ??= promisify(execFile)(process.execPath, args, { env }).then(() => undefined)
  return running
}
