import { randomBytes } from 'node:crypto'
import type { StrategyRequest } from '@trilatch/auth'
import type { Vault, VaultPlace } from '@trilatch/core'
import { digest } from '../digest.ts'

/** The cookie of a device that somebody has signed in with before. It gives no right; it is only counted apart. */
export const deviceCookie = 'trilatch-device'

/** How long a device is remembered: 180 days, in milliseconds. */
const rememberedMs = 180 * 86_400_000

const tokenForm = /^[A-Za-z0-9_-]{43}$/

const placeOf = (token: string): VaultPlace => ({ kind: 'device', key: digest(token) })

const tokenOf = ({ cookies }: StrategyRequest): string | undefined => {
  const token = cookies.get(`__Host-${deviceCookie}`) ?? cookies.get(deviceCookie)
  return token !== undefined && tokenForm.test(token) ? token : undefined
}

/**
 * The device that called, if this account was signed in to with it before (OWASP: device cookies).
 *
 * @param account The key of the account that is asked for; whether it exists plays no part.
 */
export async function knownDevice(
  vault: Vault,
  request: StrategyRequest,
  account: string,
): Promise<string | undefined> {
  const token = tokenOf(request)
  if (token === undefined) return undefined
  const entry = await vault.get(placeOf(token))
  return (entry?.value as { readonly account?: unknown } | undefined)?.account === account
    ? digest(token)
    : undefined
}

/** Remembers the device, for this account alone. */
export async function rememberDevice(vault: Vault, request: StrategyRequest, account: string): Promise<void> {
  const token = randomBytes(32).toString('base64url')
  await vault.put({ ...placeOf(token), value: { account }, ttlMs: rememberedMs })
  request.setCookie(deviceCookie, token, rememberedMs / 1_000)
}
