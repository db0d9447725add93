import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { Block } from './markdown.ts'
import { repository } from './markdown.ts'
import * as preamble from './preamble.ts'
import * as koaPreamble from './preamble-koa.ts'

const run = promisify(execFile)
const folder = `${repository}test/.snippets`

const compilerOptions = {
  noEmit: true,
  composite: false,
  isolatedDeclarations: false,
  declarationMap: false,
  sourceMap: false,
  allowJs: true,
  checkJs: true,
  experimentalDecorators: true,
  emitDecoratorMetadata: true,
}

const browserOptions = { lib: ['ES2024', 'DOM', 'DOM.Iterable'], jsx: 'react-jsx' }

/** Where blocks are compiled together, and what fragments there know without an import. */
const kinds = {
  programs: undefined,
  fragments: { file: 'preamble', names: Object.keys(preamble) },
  'koa-fragments': { file: 'preamble-koa', names: Object.keys(koaPreamble) },
  // What runs in pages: with the types of browsers, and what fragments know of the server.
  browser: { file: 'preamble', names: Object.keys(preamble) },
} as const
type Kind = keyof typeof kinds
const allKinds = Object.keys(kinds) as readonly Kind[]

function kindOf({ file, marks }: Block): Kind {
  if (marks.includes('browser')) return 'browser'
  if (!marks.includes('fragment')) return 'programs'
  return file === 'docs/koa.md' ? 'koa-fragments' : 'fragments'
}

function pathOf(block: Block): string {
  const extension = block.marks.includes('cjs') ? 'cjs' : block.language
  const page = block.file.replace(/\.md$/, '').replaceAll('/', '-')
  return `${folder}/${kindOf(block)}/${page}-${block.line}.${extension}`
}

/** The exports of a preamble, as globals of the fragments that it is for. */
function globals({ file, names }: { readonly file: string; readonly names: readonly string[] }): string {
  const lines = names.map((name) => `  const ${name}: typeof import('../../support/${file}.ts').${name}`)
  return `declare global {\n${lines.join('\n')}\n}\nexport {}\n`
}

/** A block as a module of its own, so that two may use the same names, at the lines it has in its page. */
export function moduleOf(block: Block): string {
  const { from, line, text, marks } = block
  const before = from === undefined ? '' : '\n'.repeat(from.line - 1) + from.text
  const gap = '\n'.repeat(line - 1 - (before.split('\n').length - 1))
  return before + gap + text + (marks.includes('cjs') ? '\n' : '\nexport {}\n')
}

/** Writes blocks as files whose line numbers are those of their page. */
export function writeSnippets(blocks: readonly Block[]): void {
  rmSync(folder, { recursive: true, force: true })
  for (const kind of allKinds) {
    mkdirSync(`${folder}/${kind}`, { recursive: true })
    const options = kind === 'browser' ? { ...compilerOptions, ...browserOptions } : compilerOptions
    const config = { extends: '../../../tsconfig.base.json', compilerOptions: options, include: ['./*'] }
    writeFileSync(`${folder}/${kind}/tsconfig.json`, JSON.stringify(config))
    const known = kinds[kind]
    if (known !== undefined) writeFileSync(`${folder}/${kind}/globals.d.ts`, globals(known))
  }
  for (const block of blocks) {
    writeFileSync(pathOf(block), moduleOf(block))
  }
}

/** Compiles what was written; what the compiler has to say, with the pages' own line numbers. */
export async function compileSnippets(): Promise<string> {
  const compiler = `${repository}node_modules/typescript/bin/tsc`
  const said = await Promise.all(
    allKinds.map((kind) =>
      run(process.execPath, [compiler, '-p', `${folder}/${kind}`, '--pretty', 'false']).then(
        () => '',
        (error: unknown) => (error as { readonly stdout: string }).stdout,
      ),
    ),
  )
  return said.join('').trim()
}

/** A block as Node can run it: decorators are no syntax that types can be stripped from. */
async function runnableOf(block: Block): Promise<string> {
  const path = pathOf(block)
  if (!/^\s*@\w/m.test(block.text) || !path.endsWith('.ts')) return path
  const built = `${folder}/built`
  const options = [
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--experimentalDecorators',
    '--emitDecoratorMetadata',
  ]
  const compiler = `${repository}node_modules/typescript/bin/tsc`
  await run(process.execPath, [compiler, '--ignoreConfig', '--noCheck', ...options, '--outDir', built, path])
  return path.replace(`${folder}/programs`, built).replace(/\.ts$/, '.js')
}

/** Runs one block that was written; what it printed. Rejects when it fails or warns of what it did not announce. */
export async function runSnippet(block: Block): Promise<string> {
  const { NODE_ENV: _, TRILATCH_ENABLED: __, ...env } = process.env
  const flags = [
    '--conditions=@trilatch/source',
    '--experimental-strip-types',
    '--disable-warning=ExperimentalWarning',
  ]
  const { stdout } = await run(process.execPath, [...flags, await runnableOf(block)], {
    env,
    timeout: 60_000,
  })
  return stdout.trimEnd()
}
