import { createHash } from 'node:crypto'
import type { BundleSubject } from '../decision/make-bundle.ts'
import { semanticsVersion } from '../decision/semantics.ts'

/** Where bundles of this form are kept; part of what is digested, so that another form never meets this one. */
const form = 'trilatch-bundle 1'

/**
 * The key of a bundle: SHA-256, as 43 characters of base64url, over the JSON of
 * `[form, semantics, position, catalogue, anonymous, [[role, scope or null] …]]`. What a bundle answers depends on
 * nothing else.
 */
export function bundleKey({ position, catalogue, anonymous, given }: BundleSubject): string {
  const roles = given.map(({ role, scope }) => [role, scope ?? null])
  const content = JSON.stringify([form, semanticsVersion, position, catalogue, anonymous, roles])
  return createHash('sha256').update(content).digest('base64url')
}
