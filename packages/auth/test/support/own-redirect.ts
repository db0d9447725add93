// A strategy that sends browsers to a provider, whose codes are sealed by a key that both know.
import { createHmac, randomBytes } from 'node:crypto'
import { fail, redirect, success } from '@trilatch/auth'
import type { Identity, RedirectStrategy } from '@trilatch/auth'

export const providerOrigin = 'https://provider.test'
const key = randomBytes(32)
const sealOf = (payload: string): string => createHmac('sha256', key).update(payload).digest('base64url')

/** What the provider's own page would send the browser back with. */
export function codeFor(who: Omit<Identity, 'provider' | 'issuer'>, nonce: string): string {
  const payload = Buffer.from(JSON.stringify({ who, nonce })).toString('base64url')
  return `${payload}.${sealOf(payload)}`
}

export function ownRedirect(id = 'elsewhere'): RedirectStrategy {
  return {
    id,
    title: 'Elsewhere',
    kind: 'redirect',
    destinations: [providerOrigin],
    start: async (_request, { state, callbackUrl }) => {
      const nonce = randomBytes(16).toString('base64url')
      const url = new URL('/authorize', providerOrigin)
      url.search = String(new URLSearchParams({ state, nonce, redirect_uri: callbackUrl }))
      return redirect(url, { nonce })
    },
    finish: async (request, { remembered }) => {
      if (request.query.has('error')) return fail('denied')
      const [payload = '', seal] = (request.query.get('code') ?? '').split('.')
      if (seal !== sealOf(payload)) return fail('denied')
      const { who, nonce } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as {
        who: Omit<Identity, 'provider' | 'issuer'>
        nonce: string
      }
      if (nonce !== (remembered as { nonce: string }).nonce) return fail('denied')
      return success({ ...who, provider: id, issuer: providerOrigin })
    },
  }
}
