import { roleTreeOf } from '@trilatch/core'
import type { RoleTreeRow } from '@trilatch/core'
import type { Handlers } from '../handler.ts'
import { answersChange, contextsChanged } from '../../contract/tree-changes.ts'
import { cellsOf } from '../cells.ts'

type Rows = readonly RoleTreeRow[]

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
    const [before, after] = [now.role, role].map((one) => roleTreeOf(permissions, one)) as [Rows, Rows]
    const answers = answersChange(before, after)
    const rows = before.flatMap((row, i) => {
      const next = after[i]
      const isOther = answers[i] === true
      if (next === undefined || (!isOther && JSON.stringify(next) === JSON.stringify(row))) return []
      const contexts = isOther ? contextsChanged(before, after, i) : []
      return { before: row, after: next, answers: isOther, contexts: [...contexts] }
    })
    return { body: { version, rows }, version }
  },
}
