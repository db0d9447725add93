// The page as it is served: where it is, what it may do, how long it is kept, and how much of it there is.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { createConsole } from '@trilatch/console'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import { describe, expect, it } from 'vitest'

const authorizer = createAuthorizer({
  permissions: definePermissions({ 'report.view': 'View Reports' }),
  roles: [],
})
const handler = createConsole({ authorizer })

interface Asking {
  readonly of?: typeof handler
  readonly signIn?: string
}

async function ask(path: string, basePath: string, method = 'GET', more: Asking = {}): Promise<Response> {
  const access = await authorizer.access(null)
  const request = new Request(`http://localhost${path}`, { method })
  const { of = handler, ...context } = more
  return of.fetch(request, {
    access,
    subject: null,
    session: undefined,
    address: undefined,
    basePath,
    ...context,
  })
}

const addresses = (html: string): string[] =>
  Array.from(html.matchAll(/(?:src|href)="([^"]*)"/g), (found) => found[1] ?? '')

describe('The page of the console', () => {
  it('is found wherever it is mounted, and names everything it loads from there', async () => {
    for (const base of ['', '/admin', '/a/b%20c/console']) {
      const page = await ask(`${base}/`, base)
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      const loaded = addresses(await page.text())
      expect(loaded.length).toBeGreaterThanOrEqual(3)
      for (const address of loaded) {
        expect(address).toMatch(/^\.\/assets\/[\w-]+-[\w-]{8}\.(?:js|css|svg)$/)
        const { pathname } = new URL(address, `http://localhost${base}/`)
        expect((await ask(pathname, base)).status, pathname).toBe(200)
      }
    }
  })

  it('sends whoever forgot the slash behind it there, by an address that holds behind any proxy', async () => {
    const answer = await ask('/a/b%20c?x=1', '/a/b%20c')
    expect([answer.status, answer.headers.get('location')]).toEqual([308, './b%20c/?x=1'])
    expect(new URL('./b%20c/?x=1', 'https://example.org/outer/a/b%20c').pathname).toBe('/outer/a/b%20c/')
  })

  it('says where people sign in: as the console is told, else as the guards are, else nothing', async () => {
    const said = async (more: Asking) =>
      /<meta name="trilatch-sign-in" content="([^"]*)"/.exec(
        await (await ask('/', '', 'GET', more)).text(),
      )?.[1]
    const told = (signInUrl: string) => ({ of: createConsole({ authorizer, signInUrl }) })
    expect(await said({})).toBe('')
    expect(await said({ signIn: '/auth/sign-in' })).toBe('/auth/sign-in')
    expect(await said({ ...told('/login'), signIn: '/auth/sign-in' })).toBe('/login')
    expect(await said(told('/login?a=$&&copy="<b>'))).toBe('/login?a=$&#38;&#38;copy=&#34;&#60;b&#62;')
    for (const elsewhere of [
      'login',
      '//evil.example',
      'https://evil.example/',
      '/\\evil.example',
      'javascript:1',
    ])
      expect(() => told(elsewhere), elsewhere).toThrow(
        '`signInUrl` must be a path of the application, as "/auth".',
      )
  })

  it('may load its own files and ask its own API alone; no script or style stands in it', async () => {
    const [one, other] = [await ask('/', ''), await ask('/', '')]
    const policy = one.headers.get('content-security-policy') ?? ''
    expect(policy.replace(/'nonce-[\w+/=]{24}'/, 'NONCE').split('; ')).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' NONCE",
      "img-src 'self'",
      "connect-src 'self'",
      "form-action 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
    expect(other.headers.get('content-security-policy')).not.toBe(policy)
    expect(Object.fromEntries(one.headers)).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    })
    const html = await one.text()
    expect(html).not.toMatch(/<style|style=|<script(?![^>]* src=)|\son\w+=|\{\{/)
    expect(html).toContain(/'nonce-([\w+/=]{24})'/.exec(policy)?.[1] ?? 'no nonce')
  })

  it('is loaded once: names say what is in a file, and nothing else is ever found under them', async () => {
    const [script = ''] = addresses(await (await ask('/admin/', '/admin')).text()).filter((one) =>
      one.endsWith('.js'),
    )
    const file = await ask(`/admin/${script.slice(2)}`, '/admin')
    expect(Object.fromEntries(file.headers)).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
    })
    const strange = [
      '/assets/',
      '/assets/../index.html',
      '/assets/x.js',
      '/index.html',
      '/notices.txt',
      '/assets//etc/passwd',
    ]
    for (const path of strange) {
      const answer = await ask(`/admin${path}`, '/admin')
      const body = (await answer.json()) as { readonly code: string }
      expect([answer.status, body.code], path).toEqual([404, 'TRILATCH_NOT_FOUND'])
    }
  })

  it('is asked for and not written to', async () => {
    const answer = await ask('/admin/', '/admin', 'POST')
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
    expect((await ask('/admin/', '/admin', 'HEAD')).status).toBe(200)
  })

  it('is smaller than 200 kB in all, compressed, and asks nobody else for anything', () => {
    const folder = fileURLToPath(new URL('../dist/www/', import.meta.url))
    const files = ['index.html', ...readdirSync(`${folder}assets`).map((name) => `assets/${name}`)]
    const bytes = files.map((name) => gzipSync(readFileSync(folder + name)).length)
    expect(bytes.reduce((sum, one) => sum + one, 0)).toBeLessThan(200_000)
    for (const name of files) {
      const hosts = readFileSync(folder + name, 'utf8').match(/https?:\/\/[\w.-]+/g) ?? []
      // Names of things, and texts of errors of libraries: none of them is ever asked.
      expect(new Set(hosts), name).toSatisfy((found: Set<string>) =>
        [...found].every((host) => /www\.w3\.org|react\.dev|lucide\.dev|react-aria|tanstack/.test(host)),
      )
    }
  })

  it('tells whose work is in it, with their licences', () => {
    const text = readFileSync(new URL('../dist/www/notices.txt', import.meta.url), 'utf8')
    const licences = Array.from(
      text.matchAll(/^(@?[\w./-]+) \d[\w.-]* \(([^)]+)\)$/gm),
      ([, name, licence]) => [name, licence],
    )
    expect(licences.map(([name]) => name)).toEqual(
      expect.arrayContaining(['react', 'react-dom', 'react-aria']),
    )
    expect(new Set(licences.map(([, licence]) => licence))).toEqual(new Set(['MIT', 'Apache-2.0', 'ISC']))
  })
})
