import { roleTreeOf } from '@trilatch/core'
import type { Handlers } from '../handler.ts'
import { cellsOf } from '../cells.ts'

export const treeHandlers: Handlers<'getRoleTree' | 'previewRoleTree'> = {
  getRoleTree: async ({ params, query, call }) => {
    // The version first: a tree that is newer than it is refused when it is written back, and never the other way round.
    const { version } = await call.role(params.role)
    const tree = await call.settings.authorizer.roleTree(params.role, query)
    return { body: { ...tree, version }, version }
  },
  previewRoleTree: async ({ params, body, call }) => {
    const { permissions } = call.settings.authorizer
    const now = await call.role(params.role)
    const { role, version } = await call.store.previewRules(params.role, cellsOf(body))
    const after = roleTreeOf(permissions, role)
    const rows = roleTreeOf(permissions, now.role).flatMap((row, i) => {
      const next = after[i]
      return next === undefined || JSON.stringify(next) === JSON.stringify(row)
        ? []
        : { before: row, after: next }
    })
    return { body: { version, rows }, version }
  },
}
