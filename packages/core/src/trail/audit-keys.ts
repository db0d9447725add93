import { createHmac } from 'node:crypto'

/** A secret that entries are made with, and the name it is known by in them. */
export interface AuditKey {
  readonly id: string
  readonly secret: string
}

/** A secret, or several: the first makes new entries, all of them verify. */
export type AuditKeyOption = string | readonly string[]

const leastLength = 32

/** What a key is called in entries: a digest that does not tell the key. */
const idOf = (secret: string): string =>
  createHmac('sha256', secret).update('trilatch audit key').digest('base64url').slice(0, 12)

/**
 * Reads the option `auditKey`.
 *
 * @returns What is wrong with it, as text, for the error of whoever has the option.
 */
export function readAuditKeys(option: unknown): readonly AuditKey[] | string {
  if (option === undefined) return []
  const secrets: readonly unknown[] = Array.isArray(option) ? option : [option]
  const areSecrets = secrets.every((secret) => typeof secret === 'string' && secret.length >= leastLength)
  if (secrets.length === 0 || !areSecrets)
    return `\`auditKey\` must be a secret of at least ${leastLength} characters, or a list of them: the first makes new entries, all of them verify`
  const keys = (secrets as readonly string[]).map((secret) => ({ id: idOf(secret), secret }))
  return new Set(keys.map(({ id }) => id)).size === keys.length ? keys : '`auditKey` has a secret twice'
}
