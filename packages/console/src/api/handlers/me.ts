import { createHash } from 'node:crypto'
import type { Access, Permissions } from '@trilatch/core'
import type { Handlers } from '../handler.ts'
import type { Settings } from '../../options.ts'

interface Told {
  readonly message?: string
  readonly code?: string
}

const catalogues = new WeakMap<object, string>()

/** Tells catalogues apart, each looked at once. */
function catalogueDigest(permissions: Permissions): string {
  const known = catalogues.get(permissions)
  if (known !== undefined) return known
  const made = createHash('sha256')
    .update(JSON.stringify(permissions.nodes.map(({ name, title }) => [name, title])))
    .digest('base64url')
  catalogues.set(permissions, made)
  return made
}

/** Changes whenever any answer to the caller may: with the policy, with what they hold, and with the catalogue. */
function versionOf(access: Access, { authorizer }: Settings): string {
  const held = access.explain('trilatch').roles.map(({ role, scope, via }) => [role, scope ?? null, via])
  const all = [
    access.version,
    access.subjectId,
    access.signedIn,
    access.suspended,
    held,
    catalogueDigest(authorizer.permissions),
  ]
  return createHash('sha256').update(JSON.stringify(all)).digest('base64url')
}

/** What a guard would refuse with; nothing where it would not. */
function refusalOf(access: Access, permission: string, ...resource: [] | [string]): Told {
  const decided = resource.length === 0 ? access.decide(permission) : access.decide(permission, resource[0])
  // No guard asks for what the catalogue does not have, and who is not signed in is not told what it has.
  const unknown = decided.reason === 'unknown-permission'
  if (unknown && access.signedIn) return { message: decided.text, code: 'TRILATCH_PERMISSION_UNKNOWN' }
  const refusal = unknown ? access.refusal('trilatch') : access.refusal(permission, ...resource)
  return refusal === undefined ? {} : { message: refusal.message, code: refusal.code }
}

/** What callers ask about themselves. Their access answers, and nothing here takes the id of somebody. */
export const meHandlers: Handlers<'getMyPermissions' | 'decideMine'> = {
  getMyPermissions: async ({ call: { context, settings } }) => {
    const { access } = context
    const version = versionOf(access, settings)
    const permissions = access
      .permissions()
      .filter(({ state, some }) => access.signedIn || state === 'granted' || some)
      .map((view) => ({ ...view, ...refusalOf(access, view.permission) }))
    const { message, code } = access.signedIn ? {} : refusalOf(access, 'trilatch')
    const otherwise = message === undefined || code === undefined ? {} : { otherwise: { message, code } }
    return { body: { version, signedIn: access.signedIn, ...otherwise, permissions }, version }
  },
  decideMine: async ({ body, call: { context, settings } }) => {
    const { access } = context
    const decisions = body.questions.map(({ permission, resource }) => {
      const asked: [] | [string] = resource === undefined ? [] : [resource]
      const { state, reason } =
        asked.length === 0 ? access.decide(permission) : access.decide(permission, asked[0])
      return {
        permission,
        ...(resource === undefined ? {} : { resource }),
        granted: state === 'granted',
        // The name of a permission tells somebody who is not signed in nothing about whether there is one.
        reason: !access.signedIn && reason === 'unknown-permission' ? ('nothing-granted' as const) : reason,
        ...refusalOf(access, permission, ...asked),
      }
    })
    return { body: { version: versionOf(access, settings), decisions } }
  },
}
