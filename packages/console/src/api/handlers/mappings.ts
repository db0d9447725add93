import { TrilatchError } from '@trilatch/core'
import type { Call } from '../call.ts'
import type { Handlers } from '../handler.ts'
import { wrote } from '../written.ts'

/** Groups that make administrators are picked by those who have just proved who they are. */
async function checkLeading(call: Call, leading: readonly string[]): Promise<void> {
  const administrators = new Set(
    (await call.roles()).filter(({ role }) => role.administrator === true).map(({ role }) => role.id),
  )
  if (leading.some((role) => administrators.has(role))) call.requireRecentSignIn()
}

function noPicker(): TrilatchError {
  const message = 'Groups cannot be looked for: no directory and no GitLab is configured for it.'
  return new TrilatchError('TRILATCH_NOT_FOUND', message, { status: 404 })
}

export const mappingHandlers: Handlers<
  | 'listRoleGroups'
  | 'addRoleGroup'
  | 'removeRoleGroup'
  | 'getMappings'
  | 'replaceMappings'
  | 'previewMappings'
  | 'searchGroups'
> = {
  listRoleGroups: async ({ params, call }) => {
    const groups = await call.store.groupsOf(params.role)
    return { body: groups, version: groups.version }
  },
  addRoleGroup: async ({ params: { role }, body, seen, call }) => {
    await call.role(role)
    await checkLeading(call, [role])
    return wrote(await call.writing.addGroup(role, body, { version: seen ?? '' }))
  },
  removeRoleGroup: async ({ params: { role }, body, seen, call }) =>
    wrote(await call.writing.removeGroup(role, body, { version: seen ?? '' })),
  getMappings: async ({ call }) => {
    const mappings = await call.store.mappings()
    return { body: mappings, version: mappings.version }
  },
  replaceMappings: async ({ body, seen, call }) => {
    await checkLeading(
      call,
      body.rows.flatMap(({ roles }) => roles),
    )
    return wrote(await call.writing.replaceMappings(body.rows, { version: seen ?? '' }))
  },
  previewMappings: async ({ query, body, call }) => ({
    body: await call.store.previewMappings(body.rows, query),
  }),
  searchGroups: async ({ query, call }) => {
    const { groupPicker } = call.settings
    const provider = query.provider ?? groupPicker?.providers[0]
    if (groupPicker === undefined || provider === undefined || !groupPicker.providers.includes(provider))
      throw noPicker()
    const { limit = 50, after, query: text = '' } = query
    const asked = { provider, text, limit, ...(after === undefined ? {} : { after }) }
    const { items, next } = await groupPicker.search(asked, call.signal)
    const shown = items
      .slice(0, limit)
      .map(({ name, title }) => (title === undefined ? { name } : { name, title }))
    return { body: next === undefined ? { items: shown } : { items: shown, next } }
  },
}
