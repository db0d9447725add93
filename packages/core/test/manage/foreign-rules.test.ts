// Rules of permissions that this application does not declare, whole or one at a time.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '../../src/index.ts'
import type { Rule } from '../../src/index.ts'
import { forbid, grant } from '../authorizer/support.ts'
import { managed, roles } from './support.ts'

/** A role with rules of another application of the store, which has published `report.view`. */
async function make(...rules: Rule[]) {
  const { store, manager } = managed({ roles: [...roles, { id: 'odd', rules }] })
  const reports = definePermissions({ 'report.view': 'View Report' })
  await createAuthorizer({ permissions: reports, store, application: 'reports' }).ready()
  const replace = async (...written: Rule[]) =>
    manager.replaceRole('odd', { rules: written as never }, await manager.role('odd'))
  const rulesNow = async () => (await manager.role('odd')).role.rules
  return { manager, replace, rulesNow }
}

describe('A rule of another application', () => {
  it('takes the place of the one that there is for its permission and context', async () => {
    const { replace, rulesNow } = await make(grant('report.view'), grant('report.view', 'eu.*'))
    await replace(forbid('report.view'))
    expect(await rulesNow()).toEqual([forbid('report.view'), grant('report.view', 'eu.*')])
  })

  it('that is there already takes no other away', async () => {
    const { replace, rulesNow } = await make(grant('report.view'), forbid('report.view'))
    await replace(grant('report.view'))
    expect(await rulesNow()).toEqual([grant('report.view'), forbid('report.view')])
  })

  it('is taken away as it was given', async () => {
    const { manager, rulesNow } = await make(grant('report.view'), grant('report.view', 'eu.*'))
    const change = { permission: 'report.view', state: 'unspecified' } as never
    await manager.setRule('odd', change, await manager.role('odd'))
    expect(await rulesNow()).toEqual([grant('report.view', 'eu.*')])
  })
})

it('A rule of a permission that nobody knows stays in the context that it has', async () => {
  const { replace, rulesNow } = await make(forbid('gone.by', 'a'))
  await expect(replace(forbid('gone.by', 'b'))).rejects.toMatchObject({
    code: 'TRILATCH_PERMISSION_UNKNOWN',
    status: 422,
  })
  expect(await rulesNow()).toEqual([forbid('gone.by', 'a')])
})

it('Rules that are none are refused by their name', async () => {
  const { manager } = managed()
  await expect(manager.setRules('eu', 'none' as never, await manager.role('eu'))).rejects.toThrow(
    /^Cannot use the rules: /,
  )
  await expect(manager.previewRules('eu', 'none' as never)).rejects.toThrow(/^Cannot use the rules: /)
})
