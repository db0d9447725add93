// A program for processes of their own: builds a policy, asks some 200 questions and prints the answers as JSON.
//   node decisions.ts [plain | frozen | before | hidden | loaded | built] [fields]

import { freeze, pollute } from './pollution.ts'

const [mode = 'plain', named] = process.argv.slice(2)
const how = { fields: named?.split(','), enumerable: mode !== 'hidden' }

if (mode === 'frozen') freeze()
if (mode === 'before' || mode === 'hidden') pollute('before', how)

const { createAuthorizer, definePermissions, memoryStore } = await import('@trilatch/core')

if (mode === 'loaded') pollute('before', how)

const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', level: 'delete', formerly: ['project.remove'] },
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
  'job.run': 'Run Job',
})
const store = memoryStore({
  roles: [
    { id: 'admin', administrator: true, rules: [] },
    { id: 'everything', rules: [{ permission: '*', state: 'granted' }] },
    { id: 'empty', rules: [] },
    {
      id: 'lead',
      inherits: ['viewer'],
      rules: [
        { permission: 'project', state: 'granted' },
        { permission: 'project.remove', state: 'forbidden' },
      ],
    },
    { id: 'viewer', rules: [{ permission: 'design.view', state: 'granted', context: 'eu.*' }] },
    { id: 'closed', rules: [{ permission: '*', state: 'forbidden', context: 'eu.1' }] },
  ],
  assignments: [
    { subject: 'boss', role: 'admin' },
    { subject: 'ann', role: 'lead' },
    { subject: 'ben', role: 'everything', scope: 'us.*' },
    { subject: 'cy', role: 'everything' },
    { subject: 'cy', role: 'closed' },
  ],
})
const authorizer = createAuthorizer({ permissions, store })
await authorizer.ready()
const manager = authorizer.manage('boss')
await manager.createUser({ id: 'cy' })
await manager.suspendUser('cy')

if (mode !== 'plain' && mode !== 'frozen') pollute('after', how)

await manager.createUser({ id: 'dan', title: 'Dan' }, 'registered')
await manager.assign({ subject: 'dan', role: 'viewer' })
await manager.setRule(
  'empty',
  { permission: 'job.run', state: 'granted', context: 'hr.*' },
  await manager.role('empty'),
)

const own = (fields: object): never => Object.assign(Object.create(null) as object, fields) as never
const subjects = [
  null,
  ...['ann', 'ben', 'cy', 'dan', 'boss', 'nobody'].map((id) => ({ id })),
  { id: 'eve', roles: ['viewer', { role: 'lead', scope: 'us.*' }] },
  { id: 'fay', roles: [{ role: 'empty' }], suspended: false },
  own({ id: 'gus', roles: ['everything'], suspended: true }),
]
const list = Array.from({ length: 40 }, (_, i) => ({ name: `${['eu', 'us', 'hr'][i % 3]}.${i}` }))
const answers: unknown[] = []
for (const subject of subjects) {
  const access = await authorizer.access(subject)
  for (const permission of ['project.create', 'project.delete', 'design.view', 'job.run'] as const) {
    const named = ['eu.1', 'us.1', { name: 'hr.1' }].map((resource) => access.can(permission, resource))
    const improper = [{}, [], new Date(0), '', null].map((resource) =>
      access.can(permission, resource as never),
    )
    const decision = access.decide(permission)
    answers.push([access.can(permission), named, improper, access.canSome(permission)])
    answers.push([decision.state, decision.reason, decision.by?.role ?? null, decision.text])
    answers.push(access.filter(permission, list).map((item) => item.name))
    answers.push(access.filter(permission, [...list, {}, []] as typeof list).length)
    answers.push(access.explain(permission, 'eu.1').decision.state)
  }
  answers.push(access.permissions().map((view) => [view.permission, view.state, view.some]))
  answers.push([access.can('trilatch.roles.edit'), access.can('nope' as never)])
}
const { items } = await manager.audit()
answers.push(items.map(({ action, target, actor }) => [actor, action, target]))
answers.push((await manager.users()).items.map(({ user }) => [user.id, user.suspended]))
for (const id of ['ann', 'ben', 'cy', 'dan', 'nobody'])
  answers.push(await manager.rolesOf(id).then((held) => held.roles))

process.stdout.write(JSON.stringify(answers))
