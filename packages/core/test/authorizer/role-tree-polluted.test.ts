import { afterEach, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '../../src/index.ts'

const permissions = definePermissions({ 'job.run': 'Run', 'job.stop': 'Stop' })
const rules = [{ permission: 'job.run', state: 'granted' }] as const
const authorizer = createAuthorizer({ permissions, roles: [{ id: 'runner', rules }] })
const fields = { name: 'Stop', state: 'granted', expected: 'granted' }

afterEach(() => {
  for (const field of Object.keys(fields)) Reflect.deleteProperty(Object.prototype, field)
})

it('The tree of a role is not searched for what a polluted prototype says', async () => {
  const [all, found] = [
    await authorizer.roleTree('runner'),
    await authorizer.roleTree('runner', { name: 'run' }),
  ]
  expect(all.rows.length).toBeGreaterThan(found.rows.length)
  for (const [field, value] of Object.entries(fields)) {
    // oxlint-disable-next-line eslint/no-extend-native
    Object.defineProperty(Object.prototype, field, { value, configurable: true, writable: true })
    const rows = await authorizer.roleTree('runner').then((tree) => tree.rows.map((row) => row.permission))
    const less = await authorizer.roleTree('runner', { name: 'run' })
    Reflect.deleteProperty(Object.prototype, field)
    expect(rows, field).toEqual(all.rows.map((row) => row.permission))
    expect(less.rows.length, field).toBe(found.rows.length)
  }
})
