import { randomBytes } from 'node:crypto'

/** A random tag: 128 bits as 22 characters of base64url, never used twice, so that it names one version and no other. */
export function newTag(): string {
  return randomBytes(16).toString('base64url')
}
