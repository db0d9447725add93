// `formerly` on a parent carries the parent's own rules over; a Forbidden below its old name is lost, and said so.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Rule } from '../../src/index.ts'
import { forbid, grant } from './support.ts'

const emitted = vi.spyOn(process, 'emitWarning')
beforeEach(() => {
  emitted.mockReset().mockImplementation(() => {})
})

const permissions = definePermissions({
  workspace: { title: 'Workspace', formerly: ['project'] },
  'workspace.create': 'Create',
  'workspace.delete': 'Delete',
})
const opened = (...rules: Rule[]) =>
  createAuthorizer({ permissions, store: memoryStore({ roles: [{ id: 'lead', rules }] }) })
const text = (state: string): string =>
  `Role "lead" has a ${state} rule for "project.delete", which is not in the catalogue; it is ignored.`
const fix =
  ' The role grants an ancestor, so what was forbidden may now be granted: declare the new name with `formerly`.'

describe('A Forbidden below the former name of a parent', () => {
  it.each([
    ['under its former name', grant('project')],
    ['in a context', grant('project', 'eu.*')],
    ['under its name of today', grant('workspace')],
    ['as everything', grant('*')],
  ])('makes start warn by name where the parent is granted %s', async (_, ancestor) => {
    const authorizer = opened(ancestor, forbid('project.delete'))
    await authorizer.ready()
    const [message, type] = [text('forbidden') + fix, 'TrilatchWarning']
    expect(emitted.mock.calls).toEqual([[message, { type, code: 'TRILATCH_STORED_RULE' }]])
    const found = (await authorizer.diagnostics()).filter(({ kind }) => kind === 'permission-unknown')
    expect(found).toEqual([{ kind: 'permission-unknown', severity: 'error', role: 'lead', message }])
  })

  it('is only listed where the parent is forbidden, or the rule was Granted', async () => {
    for (const [rules, state] of [
      [[forbid('project'), forbid('project.delete')], 'forbidden'],
      [[grant('project'), grant('project.delete')], 'granted'],
    ] as const) {
      const found = await opened(...rules).diagnostics()
      expect(found).toContainEqual({
        kind: 'permission-unknown',
        severity: 'warning',
        role: 'lead',
        message: text(state),
      })
    }
    expect(emitted).not.toHaveBeenCalled()
  })
})
