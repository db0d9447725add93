import { randomBytes } from 'node:crypto'
import type { StrategyRequest } from '@trilatch/auth'
import type { Vault, VaultPlace } from '@trilatch/core'
import { digest } from '../digest.ts'

/** The cookie of a device that somebody has signed in with before. It gives no right; it is only counted apart. */
export const deviceCookie = 'trilatch-device'

/** How long a device is remembered: 180 days, in milliseconds. */
const rememberedMs = 180 * 86_400_000

/** How many devices of one account are remembered: the newest, for a program that keeps no cookies is a new one each time. */
export const maxDevices = 20

const tokenForm = /^[A-Za-z0-9_-]{43}$/

/** A device as it is kept. */
interface Device {
  /** The digest of its token. */
  readonly id: string
  /** Milliseconds since 1970. */
  readonly until: number
}

/** All devices of an account, whether it exists or not, are one entry. */
const placeOf = (account: string): VaultPlace => ({ kind: 'devices', key: account })

const tokenOf = ({ cookies }: StrategyRequest): string | undefined => {
  const token = cookies.get(`__Host-${deviceCookie}`) ?? cookies.get(deviceCookie)
  return token !== undefined && tokenForm.test(token) ? token : undefined
}

async function devicesOf(vault: Vault, account: string): Promise<readonly Device[]> {
  const value = (await vault.get(placeOf(account)))?.value as
    | { readonly devices?: readonly Device[] }
    | undefined
  return (value?.devices ?? []).filter(({ until }) => until > Date.now())
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
  const id = digest(token)
  return (await devicesOf(vault, account)).some((device) => device.id === id) ? id : undefined
}

/** Remembers the device, for this account alone, and forgets the oldest where there are too many. */
export async function rememberDevice(vault: Vault, request: StrategyRequest, account: string): Promise<void> {
  const token = randomBytes(32).toString('base64url')
  const device: Device = { id: digest(token), until: Date.now() + rememberedMs }
  const devices = [...(await devicesOf(vault, account)), device].slice(-maxDevices)
  // Of two at the same moment one may be forgotten: it counts as new, and waits with the others.
  await vault.put({ ...placeOf(account), value: { devices }, ttlMs: rememberedMs })
  request.setCookie(deviceCookie, token, rememberedMs / 1_000)
}
