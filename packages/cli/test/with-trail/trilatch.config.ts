// An application whose trail is kept with a key, and may have been tampered with.
import { createAuthorizer, definePermissions, memoryStore } from '@trilatch/core'
import type { Store } from '@trilatch/core'
import { defineConfig } from '../../src/index.ts'
import { tampered } from './tampered.ts'

const permissions = definePermissions({ 'project.create': 'Create Project' })
const roles = [{ id: 'writer', rules: [{ permission: 'project.create', state: 'granted' }] }] as const
const kept = memoryStore({ roles }, { auditKey: 'the-key-of-the-trail,-kept-outside-of-Redis' })
const store: Store = {
  ...kept,
  trail: async (query) => {
    const page = await kept.trail(query)
    return { ...page, items: tampered.edit?.(page.items) ?? page.items }
  },
}

export default defineConfig({
  authorizer: async () => {
    const made = createAuthorizer({ permissions, store })
    if ((await kept.audit({ limit: 1 })).items.length > 0) return made
    const manager = made.manage('test')
    await manager.createUser({ id: 'ann' })
    // No write takes such a title; what somebody asked for is kept as it was.
    const asked = { title: '\u001b[2J\u202eevil\u2028\n\u{e0041}' }
    const invalid = { code: 'TRILATCH_USER_INVALID', detail: 'control characters are not allowed' }
    await manager.refused({ action: 'user.create', target: 'eve', ...invalid, asked })
    await manager.assign({ subject: 'ann', role: 'writer' })
    const refusal = { code: 'TRILATCH_FORBIDDEN', detail: 'Requires permission: Roles › Edit Role' }
    await made.manage('ann').refused({ action: 'role.update', target: 'writer', ...refusal })
    return made
  },
})
