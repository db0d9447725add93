import { createHash } from 'node:crypto'

/** SHA-256 as text: what finds a secret, or says whom something is about, without showing it. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}
