import { definePermissions } from '@trilatch/express'
import type { Authorizer, NameOf } from '@trilatch/express'

/** Everything that can be done in this application. */
export const permissions = definePermissions({
  report: 'Report',
  'report.view': { title: 'View Report', level: 'view' },
  'report.run': { title: 'Run Report', level: 'run' },
  person: 'Person',
  'person.edit': { title: 'Edit Person', level: 'edit' },
})

/** The people of this example; a real application knows them from its sign-in. */
export const people = ['alice', 'bob', 'carol'] as const

/** Puts the roles of this example into an empty store, once and by one process. */
export async function fill(authorizer: Authorizer<NameOf<typeof permissions>>): Promise<void> {
  const manager = authorizer.manage('setup')
  await manager.createRole({ id: 'administrator', administrator: true, rules: [] })
  await manager.createRole({ id: 'runner', rules: [{ permission: 'report', state: 'granted' }] })
  await manager.assign({ subject: 'alice', role: 'administrator' })
  await manager.assign({ subject: 'bob', role: 'runner' })
  await manager.assign({ subject: 'carol', role: 'runner' })
}
