import { once } from 'node:events'
import { createServer } from 'node:http'
import { misuse } from '../failure.ts'
import type { Terminal } from '../terminal.ts'

/** How long somebody has for signing in, in milliseconds. */
const patienceMs = 300_000

/** Where the browser comes back to on this machine: registered at the provider. */
export const callbackAt = (port: number): string => `http://127.0.0.1:${port}/callback`

const page = (text: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Trilatch</title><main><p>${text}</p></main></html>`

/**
 * Waits on this machine for the browser to come back; gives the URL that it came with.
 *
 * @param invite Called when somebody listens.
 * @throws Failure with status 2 when nobody came within five minutes, or the port is taken
 */
export async function waitForBrowser(port: number, invite: () => void): Promise<URL> {
  let came: (url: URL) => void = () => {}
  const arrival = new Promise<URL>((resolve) => (came = resolve))
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', callbackAt(port))
    const isBack = url.pathname === '/callback' && url.searchParams.has('state')
    const headers = { 'content-type': 'text/html; charset=utf-8', connection: 'close' }
    response.writeHead(isBack ? 200 : 404, headers)
    response.end(page(isBack ? 'Go back to the terminal: this page can be closed.' : 'Not found'))
    if (isBack) came(url)
  })
  server.listen(port, '127.0.0.1')
  try {
    await once(server, 'listening')
  } catch (error) {
    throw misuse(
      `Cannot wait for the browser at port ${port}: ${(error as Error).message}. Take another one with --port, and register its callback.`,
      'port-taken',
    )
  }
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), patienceMs)
  try {
    invite()
    const tooLate = once(late.signal, 'abort').then(() => undefined)
    const url = await Promise.race([arrival, tooLate])
    if (url !== undefined) return url
    throw misuse('Nobody came back from the provider within five minutes.', 'nobody-came')
  } finally {
    clearTimeout(timer)
    server.close()
    server.closeIdleConnections()
  }
}

/** The URL that somebody has copied out of the address bar of a browser elsewhere. @throws Failure with status 2 */
export async function pastedUrl(terminal: Terminal, invite: () => void): Promise<URL> {
  invite()
  const text = (await terminal.input()).trim()
  if (URL.canParse(text)) return new URL(text)
  throw misuse('What was pasted is no URL.', 'usage')
}
