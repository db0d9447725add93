import { reservedPermissions } from '@trilatch/core'
import type { ReservedPermission } from '@trilatch/core'
import { openApiDocument } from '../../contract/open-api.ts'
import type { Call } from '../call.ts'
import type { Handlers } from '../handler.ts'
import { recentUntil } from '../recent-sign-in.ts'

const reserved = Object.keys(reservedPermissions) as readonly ReservedPermission[]

/** What people call the caller. */
async function nameOf({ users }: Call, id: string): Promise<string> {
  const found = await users.find(id)
  return found?.title ?? found?.email ?? id
}

/** Who calls, and what the console is made of. */
export const sessionHandlers: Handlers<'getOpenApi' | 'getSession' | 'getCatalogue'> = {
  getOpenApi: async () => ({ body: openApiDocument() }),
  getSession: async ({ call }) => {
    const { access, subject } = call.context
    const { authorizer, groupPicker, users, signOutUrl, reauthenticateUrl, locale } = call.settings
    // While switched off everybody is somebody else to the access.
    const id = subject?.id ?? access.subjectId ?? ''
    const until = recentUntil(call.settings, call.context)
    const { providers } = await call.store.mappings()
    return {
      body: {
        subject: { id, name: await nameOf(call, id) },
        may: Object.fromEntries(reserved.map((name) => [name, access.can(name)])),
        administrator: access.decide('trilatch').reason === 'administrator',
        enabled: authorizer.enabled,
        picker: groupPicker !== undefined && groupPicker.providers.length > 0,
        mappings: providers.length > 0,
        ownUsers: users === undefined,
        ...(until === undefined ? {} : { reauthenticatedUntil: new Date(until).toISOString() }),
        ...(signOutUrl === undefined ? {} : { signOutUrl }),
        ...(reauthenticateUrl === undefined ? {} : { reauthenticateUrl }),
        ...(locale === undefined ? {} : { locale }),
      },
    }
  },
  getCatalogue: async ({ call }) => {
    const { nodes } = call.settings.authorizer.permissions
    const permissions = nodes.map(({ name, title, path, depth, parent, description, level, on }) => ({
      permission: name,
      title,
      path,
      depth,
      parent,
      ...(description === undefined ? {} : { description }),
      ...(level === undefined ? {} : { level }),
      ...(on === undefined ? {} : { on }),
    }))
    return { body: { permissions } }
  },
}
