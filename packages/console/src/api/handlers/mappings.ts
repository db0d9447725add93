import { TrilatchError } from '@trilatch/core'
import type { MixedGroup, RoleGroup, WrittenMappings } from '@trilatch/core'
import { maxPage } from '../../contract/common.ts'
import { administratorsOf } from '../administrators.ts'
import { askPort } from '../ask-port.ts'
import { checkGiven } from '../check-opening.ts'
import { pageByPlace } from '../cursor.ts'
import type { Handlers } from '../handler.ts'
import { wholeOf } from '../whole.ts'
import { wrote } from '../written.ts'

/** What is told beside a page of groups: what to be warned of in those that are on no page before, and providers. */
function told(
  all: readonly RoleGroup[],
  from: number,
  items: readonly RoleGroup[],
  warnings: readonly MixedGroup[],
  providers: readonly string[],
): { readonly warnings: readonly MixedGroup[]; readonly providers: readonly string[] } {
  const key = ({ provider, group }: Pick<RoleGroup, 'provider' | 'group'>): string =>
    JSON.stringify([provider, group])
  const before = new Set(all.slice(0, from).map(key))
  const here = new Set(items.map(key).filter((one) => !before.has(one)))
  return {
    warnings: warnings.filter((warning) => here.has(key(warning))),
    providers: providers.slice(0, maxPage),
  }
}

/** The answer to a write of rows: of the warnings the first. */
const wroteRows = ({ warnings, ...written }: WrittenMappings) =>
  wrote({ ...written, warnings: warnings.slice(0, maxPage) })

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
  listRoleGroups: async ({ params, query, call }) => {
    const { groups, version, administrator, warnings, providers } = await call.store.groupsOf(params.role)
    const { items, from, ...next } = pageByPlace(groups, version, query)
    // However many of them are shown: other rows lead elsewhere.
    const body = { items, ...next, version, administrator, ...told(groups, from, items, warnings, providers) }
    return { body, version }
  },
  addRoleGroup: async ({ params: { role }, body, seen, call }) => {
    await call.role(role)
    await checkGiven(call, [role])
    return wroteRows(await call.writing.addGroup(role, body, { version: seen ?? '' }))
  },
  removeRoleGroup: async ({ params: { role }, body, seen, call }) =>
    wroteRows(await call.writing.removeGroup(role, body, { version: seen ?? '' })),
  getMappings: async ({ query, call }) => {
    const { rows, version, warnings, providers } = await call.store.mappings()
    const { items, from, ...next } = pageByPlace(rows, version, query)
    const administrators = await administratorsOf(call)
    const shown = next.next === undefined ? wholeOf(version) : version
    const body = {
      items,
      ...next,
      version: shown,
      administrators: [...new Set(items.flatMap(({ roles }) => roles))].filter((id) =>
        administrators.has(id),
      ),
      ...told(rows, from, items, warnings, providers),
    }
    return { body, version: shown }
  },
  replaceMappings: async ({ body, seen, call }) => {
    await checkGiven(
      call,
      body.rows.flatMap(({ roles }) => roles),
    )
    return wroteRows(await call.writing.replaceMappings(body.rows, { version: seen ?? '' }))
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
    return askPort('groupPicker', groupPicker, async () => {
      const { items, next } = await groupPicker.search(asked, call.signal)
      const shown = items
        .slice(0, limit)
        .map(({ name, title }) => (title === undefined ? { name } : { name, title }))
      return { body: next === undefined ? { items: shown } : { items: shown, next } }
    })
  },
}
