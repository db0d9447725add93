import { randomBytes } from 'node:crypto'
import { TrilatchError } from '@trilatch/core'
import { pageFiles } from './page-files.ts'

/** On every answer. */
const always = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

/** What the page may do: load its own files, ask its own API, and no more. */
function policy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    // The nonce is for one style that the widgets put into pages on iPhones and iPads, to hold what is behind a dialog.
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ')
}

const escaped = (text: string): string => text.replace(/[&"<>]/g, (one) => `&#${one.charCodeAt(0)};`)

function document(signIn: string): Response {
  const nonce = randomBytes(16).toString('base64')
  const filled = { nonce, signIn: escaped(signIn) }
  const html = pageFiles().index.replace(
    /\{\{(nonce|signIn)\}\}/g,
    (_, name: keyof typeof filled) => filled[name],
  )
  return new Response(html, {
    headers: {
      ...always,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy(nonce),
      'cross-origin-opener-policy': 'same-origin',
      'x-frame-options': 'DENY',
    },
  })
}

/** The place with a slash behind it, told by its last segment: so it holds behind whatever proxies put before it. */
function withSlash({ url }: Request): Response {
  const { pathname, search } = new URL(url)
  const last = pathname.slice(pathname.lastIndexOf('/') + 1)
  return new Response(null, {
    status: 308,
    headers: { ...always, 'cache-control': 'no-store', location: `./${last}/${search}` },
  })
}

/**
 * The page of the console, which nothing has to tell where it is: every address in it is relative. It holds nothing
 * about anybody, so everybody may have it; what it shows, it asks the API.
 *
 * @param path Below the place where the console is mounted: empty, `/`, or `/assets/…`.
 * @param signIn Where people sign in: a path of the application, where one is known.
 * @throws TrilatchError `TRILATCH_NOT_FOUND` (404), `TRILATCH_REQUEST_INVALID` (405)
 */
export function answerPage(request: Request, path: string, signIn = ''): Response {
  const asset = /^\/assets\/([\w.-]+)$/.exec(path)?.[1]
  const file = asset === undefined ? undefined : pageFiles().assets.get(asset)
  if (path !== '' && path !== '/' && file === undefined)
    throw new TrilatchError('TRILATCH_NOT_FOUND', 'There is nothing here.', { status: 404 })
  if (request.method !== 'GET' && request.method !== 'HEAD')
    throw new TrilatchError('TRILATCH_REQUEST_INVALID', 'Use GET, HEAD here.', {
      status: 405,
      headers: { allow: 'GET, HEAD' },
    })
  if (file !== undefined)
    return new Response(file.body, {
      headers: {
        ...always,
        'content-type': file.type,
        'cache-control': 'public, max-age=31536000, immutable',
      },
    })
  return path === '' ? withSlash(request) : document(signIn)
}
