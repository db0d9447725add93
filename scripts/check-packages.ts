// Packs every package as it would be published, and has publint and "are the types wrong" look at the tarballs.
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { packPackages } from './pack.ts'

const run = promisify(execFile)
const bin = fileURLToPath(new URL('../node_modules/.bin', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'trilatch-pack-'))
const schemas = ['./policy.schema.json', './bundle.schema.json']
let faults = 0

/** Runs one checker on a tarball; what it prints is shown only when it finds something. */
async function check(name: string, tool: string, ...args: readonly string[]): Promise<void> {
  try {
    await run(join(bin, tool), args)
  } catch (error) {
    faults++
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }
    console.error(`${name}, ${tool}:\n${stdout}${stderr}`)
  }
}

try {
  for (const { name, tarball } of await packPackages(folder)) {
    await check(name, 'publint', 'run', tarball, '--strict')
    // ESM only, on purpose: CommonJS loads it with require(esm), which Node supports from 22.12.
    // A schema is data for editors and readers, not a module that resolvers have to find.
    const attw = [tarball, '--ignore-rules', 'cjs-resolves-to-esm', '--exclude-entrypoints', ...schemas]
    // Resolvers that TypeScript 7 has dropped find a package's main entry and no other.
    await check(name, 'attw', ...attw, './testing', './client')
    await check(name, 'attw', ...attw, '--profile', 'node16')
    console.log(`${name}: checked as packed`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
if (faults > 0) process.exitCode = 1
