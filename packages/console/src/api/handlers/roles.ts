import { isProperName, parseContext, TrilatchError } from '@trilatch/core'
import type { Role, StoredRole } from '@trilatch/core'
import type * as z from 'zod'
import { maxPage } from '../../contract/common.ts'
import type { roleSummary } from '../../contract/roles.ts'
import type { Call } from '../call.ts'
import { cellsOf } from '../cells.ts'
import { checkChanged, checkCreated } from '../check-opening.ts'
import { fewAtOnce } from '../few-at-once.ts'
import type { Deep, Handlers } from '../handler.ts'
import { pageOf } from '../page-of.ts'
import { isOfConsole } from '../runs-console.ts'
import { wrote } from '../written.ts'

/** A role as a list shows it. */
async function summaryOf(
  { store }: Call,
  { role, version }: StoredRole,
  groups: number,
): Promise<Deep<z.infer<typeof roleSummary>>> {
  const { items, next } = await store.members(role.id, { limit: maxPage })
  return {
    id: role.id,
    title: role.title ?? role.id,
    ...(role.description === undefined ? {} : { description: role.description }),
    inherits: role.inherits ?? [],
    administrator: role.administrator === true,
    members: items.length,
    moreMembers: next !== undefined,
    groups,
    version,
  }
}

/** The context as it is read, or why it is not accepted. */
function contextOf(
  text: string,
): { readonly context: ReturnType<typeof parseContext> } | { readonly problem: string } {
  try {
    return { context: parseContext(text) }
  } catch (error) {
    if (error instanceof TrilatchError && error.code === 'TRILATCH_CONTEXT_INVALID')
      return { problem: error.message }
    throw error
  }
}

export const roleHandlers: Handlers<
  'listRoles' | 'createRole' | 'getRole' | 'replaceRole' | 'deleteRole' | 'changeRules' | 'testContext'
> = {
  listRoles: async ({ query, call }) => {
    const { store } = call
    const wanted = (query.query ?? '').toLowerCase()
    const roles = (await call.roles()).filter(({ role }) =>
      [role.id, role.title ?? ''].some((text) => text.toLowerCase().includes(wanted)),
    )
    const { rows } = await store.mappings()
    const { items, ...page } = pageOf(roles, ({ role }) => role.id, query)
    const groups = (id: string): number => rows.filter((row) => row.roles.includes(id)).length
    const shown = await fewAtOnce(items, (stored) => summaryOf(call, stored, groups(stored.role.id)))
    return { body: { items: shown, ...page } }
  },
  createRole: async ({ body, call }) => {
    const { copyOf, rules, ...given } = body
    const copied = copyOf === undefined ? undefined : (await call.role(copyOf)).role
    const role: Role = {
      ...(copied?.inherits === undefined ? {} : { inherits: copied.inherits }),
      ...given,
      rules: rules ?? copied?.rules ?? [],
    }
    await checkCreated(call, role)
    return wrote(await call.writing.createRole(role))
  },
  getRole: async ({ params, call }) => {
    const { role, version } = await call.role(params.role)
    return { body: { role, version }, version }
  },
  replaceRole: async ({ params, body, seen, call }) => {
    const before = await call.role(params.role)
    // Another version than the one that was seen is not replaced, whatever it would be replaced with.
    if (before.version === seen) await checkChanged(call, before.role, { ...body, id: params.role })
    return wrote(await call.writing.replaceRole(params.role, body, { version: seen ?? '' }))
  },
  deleteRole: async ({ params, seen, call }) =>
    wrote(await call.writing.deleteRole(params.role, { version: seen ?? '' })),
  changeRules: async ({ params, body, seen, call }) => {
    const cells = cellsOf(body)
    const before = await call.role(params.role)
    if (before.version === seen && cells.some(({ permission }) => isOfConsole(permission))) {
      const { role } = await call.store.previewRules(params.role, cells)
      await checkChanged(call, before.role, role)
    }
    return wrote(await call.writing.setRules(params.role, cells, { version: seen ?? '' }))
  },
  testContext: async ({ body }) => {
    const improper = body.names.map((name) => !isProperName(name))
    const read = contextOf(body.context)
    if ('problem' in read)
      return { body: { matches: body.names.map(() => false), improper, problem: read.problem } }
    const matches = body.names.map((name, i) => !improper[i] && (read.context?.matches(name) ?? true))
    return { body: { matches, improper } }
  },
}
