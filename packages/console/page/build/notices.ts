import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly license?: string
}

/** The folder of the package that a file belongs to, and what its manifest says. */
function packageOf(file: string): { readonly folder: string; readonly manifest: Manifest } | undefined {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const path = join(folder, 'package.json')
    if (!existsSync(path)) continue
    const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
    if (manifest.name !== undefined && manifest.version !== undefined) return { folder, manifest }
  }
  return undefined
}

/** Writes `notices.txt`: the licences of everything that is in the page, as they ask for. */
export function notices(): Plugin {
  return {
    name: 'notices',
    generateBundle() {
      const found = new Map<string, string>()
      for (const id of this.getModuleIds()) {
        if (!id.includes('/node_modules/') || id.startsWith('\0')) continue
        const from = packageOf(id.split('?', 1)[0])
        if (from === undefined) continue
        const { folder, manifest } = from
        const title = `${manifest.name} ${manifest.version} (${manifest.license})`
        if (found.has(title)) continue
        const file = readdirSync(folder).find((name) => /^licen[cs]e(?:\.|$)/i.test(name))
        found.set(title, file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim())
      }
      const source = [...found]
        .toSorted(([one], [other]) => (one < other ? -1 : 1))
        .map(([title, text]) => `${title}\n\n${text}`.trim())
        .join(`\n\n${'-'.repeat(80)}\n\n`)
      this.emitFile({ type: 'asset', fileName: 'notices.txt', source: `${source}\n` })
    },
  }
}
