import { readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly body: Uint8Array<ArrayBuffer>
  readonly type: string
}

/** The page as it was built. */
export interface PageFiles {
  /** The document, with places for a nonce and for where people sign in. */
  readonly index: string
  /** What it loads, by name; a name says what is in it, and never stands for anything else. */
  readonly assets: ReadonlyMap<string, PageFile>
}

/** Beside the compiled sources; the same place from `src` and from `dist`. */
const folder = new URL('../../dist/www/', import.meta.url)

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
}

function readAll(): PageFiles {
  let names: readonly string[]
  try {
    names = readdirSync(new URL('assets/', folder))
  } catch (cause) {
    throw new Error(
      `The page of the console has not been built: ${fileURLToPath(folder)} is missing. Run \`pnpm build:page\`.`,
      { cause },
    )
  }
  const assets = names.map((name): [string, PageFile] => {
    const type = types[extname(name)]
    if (type === undefined) throw new Error(`the page of the console has a file of an unknown kind: ${name}`)
    return [name, { type, body: Uint8Array.from(readFileSync(new URL(`assets/${name}`, folder))) }]
  })
  return { index: readFileSync(new URL('index.html', folder), 'utf8'), assets: new Map(assets) }
}

let kept: PageFiles | undefined

/** The files of the page, read once. No path of a request is ever one of a file. @throws Error where it was not built */
export function pageFiles(): PageFiles {
  kept ??= readAll()
  return kept
}
