import { createHmac, timingSafeEqual } from 'node:crypto'
import { garbled } from './garbled.ts'

/** A value and the version it was written with. */
export interface Opened {
  readonly tag: string
  readonly data: unknown
}

/** Puts values into their stored form, `<tag> <MAC or -> <JSON>`, and reads them again. */
export interface Seal {
  /** Tells which key is used without telling the key; `-` without one. Kept in the store, to notice a mixture. */
  readonly id: string
  seal(kind: string, id: string, tag: string, data: unknown): string
  /** @throws GarbledError */
  open(kind: string, id: string, stored: unknown): Opened
  mac(kind: string, id: string, tag: string, json: string): string
  /** @throws GarbledError */
  check(kind: string, id: string, tag: string, json: string, mac: string): void
}

const storedForm = /^([0-9A-Za-z_-]{1,64}) (\S{1,64}) ([^]+)$/

/**
 * Values with a message authentication code of HMAC-SHA-256 over kind, id, version and content, if there is a key.
 * It shows values that were changed or put in another's place by somebody without the key. It shows neither an old
 * value that was put back nor one that was removed.
 */
export function createSeal(key: string | undefined): Seal {
  const digest = (...parts: readonly string[]): Buffer =>
    createHmac('sha256', key ?? '')
      .update(JSON.stringify(parts))
      .digest()
  const mac = (kind: string, id: string, tag: string, json: string): string =>
    key === undefined ? '-' : digest(kind, id, tag, json).toString('base64url')
  const check = (kind: string, id: string, tag: string, json: string, given: string): void => {
    if (key === undefined) return
    const [expected, found] = [digest(kind, id, tag, json), Buffer.from(given, 'base64url')]
    if (found.length !== expected.length || !timingSafeEqual(found, expected))
      throw garbled(`${kind} ${JSON.stringify(id)}`)
  }
  return {
    id: key === undefined ? '-' : digest('which key').toString('base64url').slice(0, 16),
    mac,
    check,
    seal: (kind, id, tag, data) => {
      const json = JSON.stringify(data)
      return `${tag} ${mac(kind, id, tag, json)} ${json}`
    },
    open: (kind, id, stored) => {
      const [, tag, given, json] = (typeof stored === 'string' ? storedForm.exec(stored) : null) ?? []
      if (tag === undefined || given === undefined || json === undefined)
        throw garbled(`${kind} ${JSON.stringify(id)}`)
      check(kind, id, tag, json, given)
      try {
        return { tag, data: JSON.parse(json) }
      } catch {
        throw garbled(`${kind} ${JSON.stringify(id)}`)
      }
    },
  }
}
