// Builds and packs every package as it would be published, to be installed elsewhere.
import { execFile } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { packPackages } from './pack.ts'

const help = `Packs all packages into a folder, as they would be published, to be installed from there.

  pnpm pack:all FOLDER   makes the folder where there is none; what is packed anew replaces what was there

Then, in your application:

  npm install express FOLDER/trilatch-core-*.tgz FOLDER/trilatch-express-*.tgz`

const [given, ...more] = process.argv.slice(2)
if (given === '--help') {
  console.log(help)
} else if (given === undefined || given.startsWith('-') || more.length > 0) {
  console.error(help)
  process.exitCode = 2
} else {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const folder = resolve(given)
  await mkdir(folder, { recursive: true })
  console.log('Building …')
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  await promisify(execFile)(process.execPath, [tsc, '-b'], { cwd: root })
  console.log('Packing …')
  const packed = await packPackages(folder)
  for (const { name, tarball } of packed) console.log(`${name.padEnd(22)} ${basename(tarball)}`)
  const tarballs = ['core', 'express'].map((name) => join(folder, `trilatch-${name}-*.tgz`)).join(' ')
  console.log(`\nIn your application: npm install express ${tarballs}`)
}
