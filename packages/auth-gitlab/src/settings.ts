import { own, TrilatchError } from '@trilatch/core'
import { isLoopback } from './call/loopback.ts'
import type { CallLimits } from './call/call.ts'

/** What oidc() and gitlab() have in common. */
export interface CommonOptions {
  /** Part of URLs and of mapping rows. */
  readonly id?: string
  /** What people read. */
  readonly title?: string
  /** As the provider has given it when the application was registered there. */
  readonly clientId: string
  /** Absent: a public client, which proves itself by PKCE alone. */
  readonly clientSecret?: string
  /** How the secret is sent. Default: `basic`, or `post` where the provider offers no `basic`. */
  readonly clientAuthentication?: 'basic' | 'post'
  /** Certificates in PEM that are trusted for this provider, in the place of the public ones. */
  readonly ca?: string | readonly string[]
  /** How long one call to the provider may take, 100 to 60,000 milliseconds. Default 5,000. */
  readonly timeoutMs?: number
  /** The most that is read of one answer, 1,024 to 10,485,760 bytes. Default 524,288. */
  readonly maxBytes?: number
}

/** The common options, checked and complete. */
export interface CommonSettings {
  readonly what: string
  readonly id: string
  readonly title: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | undefined
  readonly clientAuthentication: 'basic' | 'post' | undefined
  readonly limits: CallLimits
}

export const commonNames = [
  'id',
  'title',
  'clientId',
  'clientSecret',
  'clientAuthentication',
  'ca',
  'timeoutMs',
  'maxBytes',
] as const

/** @param what The function that was called. */
export function refuse(what: string, why: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot use ${what}: ${why}`)
}

/** A text of 1 to `most` characters, or what there is otherwise. */
export function textOption(
  what: string,
  options: object,
  name: string,
  otherwise: string | undefined,
  most = 2_000,
): string {
  const value: unknown = own(options as Record<string, unknown>, name) ?? otherwise
  if (typeof value === 'string' && value !== '' && value.length <= most) return value
  return refuse(what, `\`${name}\` must be a text of 1 to ${most} characters`)
}

/** A whole number in a range, or what there is otherwise. */
export function wholeOption(
  what: string,
  options: object,
  name: string,
  [otherwise, least, most]: readonly [number, number, number],
): number {
  const value: unknown = own(options as Record<string, unknown>, name) ?? otherwise
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most)
    return value as number
  return refuse(what, `\`${name}\` must be a whole number from ${least} to ${most}`)
}

/** A list of texts, or what there is otherwise. */
export function listOption(
  what: string,
  options: object,
  name: string,
  otherwise: readonly string[],
): readonly string[] {
  const value: unknown = own(options as Record<string, unknown>, name) ?? otherwise
  if (
    Array.isArray(value) &&
    value.length <= 100 &&
    value.every((one) => typeof one === 'string' && one !== '')
  )
    return value as readonly string[]
  return refuse(what, `\`${name}\` must be a list of at most 100 texts`)
}

/** The address of a provider: https, or http to this machine itself; no user, query or fragment. */
export function readAddress(what: string, name: string, text: string): URL {
  if (!URL.canParse(text))
    refuse(what, `\`${name}\` must be an absolute URL, as "https://gitlab.example.org"`)
  const url = new URL(text)
  const isPlain = url.username === '' && url.password === '' && !text.includes('?') && !text.includes('#')
  if (!isPlain) refuse(what, `\`${name}\` must have no user, query or fragment`)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    refuse(what, `\`${name}\` must be https: tokens go there. http is for a provider on this machine`)
  if (/\/\.well-known\//.test(url.pathname))
    refuse(what, `\`${name}\` is the issuer alone, without /.well-known/openid-configuration`)
  return url
}

function readAuthorities(what: string, options: CommonOptions): string | undefined {
  const given: unknown = own(options, 'ca')
  if (given === undefined) return undefined
  const list: unknown[] = Array.isArray(given) ? given : [given]
  const isPem = (one: unknown): boolean =>
    typeof one === 'string' && one.includes('-----BEGIN CERTIFICATE-----')
  if (list.length === 0 || list.length > 100 || !list.every(isPem))
    refuse(what, '`ca` must be certificates as text in PEM: readFileSync("ca.pem", "utf8")')
  return list.join('\n')
}

/** @throws TrilatchError `TRILATCH_OPTION_INVALID`, naming the option and what is expected. */
export function readCommon(
  what: string,
  options: CommonOptions,
  issuer: string,
  otherwise: { readonly id: string; readonly title: string },
): CommonSettings {
  const id = textOption(what, options, 'id', otherwise.id)
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(id))
    refuse(what, '`id` must be 1 to 32 of the characters a-z 0-9 -, beginning with a letter')
  const clientAuthentication = own(options, 'clientAuthentication')
  if (clientAuthentication !== undefined && !['basic', 'post'].includes(clientAuthentication))
    refuse(what, "`clientAuthentication` must be 'basic' or 'post'")
  const hasSecret = own(options, 'clientSecret') !== undefined
  if (!hasSecret && Object.hasOwn(options, 'clientSecret'))
    refuse(
      what,
      '`clientSecret` is undefined: is its environment variable set? Leave the option out for a public client',
    )
  return {
    what,
    id,
    title: textOption(what, options, 'title', otherwise.title, 100),
    issuer,
    clientId: textOption(what, options, 'clientId', undefined),
    // An empty one is a variable that was not set, and not a public client.
    clientSecret: hasSecret ? textOption(what, options, 'clientSecret', undefined) : undefined,
    clientAuthentication,
    limits: {
      timeoutMs: wholeOption(what, options, 'timeoutMs', [5_000, 100, 60_000]),
      maxBytes: wholeOption(what, options, 'maxBytes', [524_288, 1_024, 10_485_760]),
      ca: readAuthorities(what, options),
      insecureLoopback: new URL(issuer).protocol === 'http:',
    },
  }
}
