import { execFile } from 'node:child_process'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What the compiler said of some programs. */
export interface Compiled {
  /** Messages by program, each with the line it belongs to. */
  readonly errors: ReadonlyMap<string, readonly string[]>
  /** The compiler's own count of the types it had to make. */
  readonly instantiations: number
}

/** Compiles programs, given by name, against the packages' sources, the way an application would. */
export async function compile(folder: string, programs: ReadonlyMap<string, string>): Promise<Compiled> {
  const directory = join(root, 'test', folder)
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  try {
    for (const [name, text] of programs) await writeFile(join(directory, `${name}.ts`), text)
    const config = {
      extends: '../../tsconfig.base.json',
      compilerOptions: {
        noEmit: true,
        composite: false,
        isolatedDeclarations: false,
        declarationMap: false,
        sourceMap: false,
      },
      include: ['*.ts'],
    }
    await writeFile(join(directory, 'tsconfig.json'), JSON.stringify(config))
    const output = await new Promise<string>((resolve) => {
      const tsc = join(root, 'node_modules/typescript/bin/tsc')
      const args = [tsc, '-p', directory, '--extendedDiagnostics', '--pretty', 'false']
      execFile(process.execPath, args, { maxBuffer: 50_000_000 }, (_error, stdout) => resolve(stdout))
    })
    const errors = new Map<string, string[]>(Array.from(programs.keys(), (name) => [name, []]))
    for (const line of output.split('\n')) {
      const found = /([\w-]+)\.ts\((\d+),\d+\): error (TS\d+: .*)$/.exec(line)
      if (found !== null) errors.get(found[1] ?? '')?.push(`${found[2]} ${found[3]}`)
    }
    const instantiations = Number(/Instantiations:\s+(\d+)/.exec(output)?.[1] ?? Number.NaN)
    return { errors, instantiations }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
