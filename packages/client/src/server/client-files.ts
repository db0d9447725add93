import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

/** A handler that any adapter of Trilatch mounts: `mount(clientFiles())`. */
export interface ClientFiles {
  fetch(request: Request, context: { readonly basePath: string }): Promise<Response>
}

/** A module as it is sent. */
interface Served {
  readonly text: string
  readonly etag: string
}

const modules = new URL('../', import.meta.url)
// In this package's own repository there are no built files: browsers get the sources without their types.
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'

async function read(name: string): Promise<Served> {
  const source = await readFile(new URL(name, modules), 'utf8')
  const { stripTypeScriptTypes } = await import('node:module')
  const text = extension === '.ts' ? stripTypeScriptTypes(source) : source
  return { text, etag: `"${createHash('sha256').update(text).digest('base64url')}"` }
}

/** The modules that run in browsers, by their path below `auto.js`. */
async function readAll(): Promise<ReadonlyMap<string, Served>> {
  const names = (await readdir(fileURLToPath(modules), { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith(extension) && /^(?:gate\/)?[\w-]+\.\w+$/.test(name))
  return new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)))
}

/**
 * Serves this package's modules to browsers, for pages without a bundler: `/auto.js` below where it is mounted gates
 * the page, `/index.js` is what a program of the page imports. Public: there is nothing of the application in it.
 */
export function clientFiles(): ClientFiles {
  let files: Promise<ReadonlyMap<string, Served>> | undefined
  return {
    async fetch(request, { basePath }) {
      files ??= readAll()
      const path = new URL(request.url).pathname.slice(basePath.length + 1)
      const asked = path.replace(/\.js$/, extension)
      const file = (await files).get(asked)
      if (file === undefined) return new Response('There is no such file.', { status: 404 })
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } })
      const headers = {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'no-cache',
        'x-content-type-options': 'nosniff',
        etag: file.etag,
      }
      if (request.headers.get('if-none-match') === file.etag)
        return new Response(null, { status: 304, headers })
      return new Response(file.text, { headers })
    },
  }
}
