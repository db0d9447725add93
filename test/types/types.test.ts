import { describe, expect, it } from 'vitest'
import { compile } from './compile.ts'
import { ownPermissions } from './own-permissions.ts'
import { testPrograms } from './programs.ts'
import type { Programs } from './programs.ts'

const head = `
import express from 'express'
import { createAuthorizer, definePermissions, trilatch } from '@trilatch/express'
const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': { title: 'Delete Project', level: 'delete' },
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
})
const authorizer = createAuthorizer({ permissions, roles: [{ id: 'a', rules: [] }] })
const guards = trilatch(authorizer, { subject: () => null })
const app = express()
const access = await authorizer.access(null)
export { access, app, guards }
`.trim()

const names = '"design.view" | "project.create" | "project.delete"'

const programs: Programs = {
  'guard-typo': [
    "guards.requirePermission('project.crate')",
    /'"project.crate"' is not assignable to parameter of type '.*"project.create"/,
  ],
  'guard-ancestor': ["guards.requirePermission('project')", /'"project"' is not assignable/],
  'guard-all-typo': ["guards.requireAll('project.create', 'project.delte')", /"project.delte"/],
  'guard-some-typo': [
    "guards.requireSome('design.veiw')",
    /'"design.veiw"' is not assignable to parameter of type '.*"design.view"/,
  ],
  'guard-nothing': ['guards.requireAll()', /Expected at least 1 argument|Source has 0 element/],
  'guard-without-resource': ["guards.requirePermission('design.view')", /Expected 2 arguments, but got 1/],
  'guard-all-without-resource': [
    "guards.requireAll('project.create', 'design.view')",
    /'"design.view"' is not assignable|"design.view"/,
  ],
  'guard-with-resource': ["guards.requirePermission('design.view', { param: 'name' })"],
  'guard-with-function': [
    "guards.requirePermission('design.view', { resource: (request) => request.params['name'] as string })",
  ],
  'guard-with-promise': [
    "guards.requirePermission('design.view', { resource: async () => ({ name: 'a', more: 1 }) })",
  ],
  'guard-all-with-resource': [
    "guards.requireAll('project.create', { permission: 'design.view', param: 'name' })",
  ],
  'can-typo': [
    "access.can('project.crate')",
    /'"project.crate"' is not assignable to parameter of type '.*"project.create"/,
  ],
  'can-without-name': [
    "access.can('design.view', { title: 'x' })",
    /'title' does not exist|Property 'name' is missing|No overload/,
  ],
  'can-undefined': ["access.can('design.view', undefined)", /undefined/],
  'filter-keeps-type': [
    "const found: { name: string; size: number }[] = access.filter('design.view', [{ name: 'a', size: 1 }]); export { found }",
  ],
  'filter-without-name': [
    "access.filter('design.view', [{ id: 7 }])",
    /'{ id: number; }' is not assignable to type '.*Resource'/,
  ],
  'filter-with-name-of': [
    "const found: { id: number }[] = access.filter('design.view', [{ id: 7 }], { nameOf: (item) => String(item.id) }); export { found }",
  ],
  'rule-typo': [
    "createAuthorizer({ permissions, roles: [{ id: 'a', rules: [{ permission: 'project.crate', state: 'granted' }] }] })",
    /Type '"project.crate"' is not assignable to type .*Did you mean '"project.create"'\?/,
  ],
  'rule-state-typo': [
    "createAuthorizer({ permissions, roles: [{ id: 'a', rules: [{ permission: '*', state: 'allowed' }] }] })",
    /Type '"allowed"' is not assignable to type 'State'/,
  ],
  'role-typo': [
    "createAuthorizer({ permissions, roles: [{ id: 'a', rule: [] }] })",
    /'rule' does not exist|Property 'rules' is missing/,
  ],
  'rule-ancestors': [
    "createAuthorizer({ permissions, roles: [{ id: 'a', rules: [{ permission: 'project', state: 'granted' }, { permission: '*', state: 'granted' }, { permission: 'trilatch.roles.view', state: 'granted' }] }] })",
  ],
  'manage-typo': [
    "void authorizer.manage('me').createRole({ id: 'b', rules: [{ permission: 'desgin', state: 'granted' }] })",
    /Type '"desgin"' is not assignable to type .*Did you mean '"design"'\?/,
  ],
  'level-typo': [
    "definePermissions({ 'a.b': { title: 'B', level: 'veiw' } })",
    /Type '"veiw"' is not assignable to type .*"view"/,
  ],
  'handler-params': [
    "app.get('/designs/:name/:part', guards.requirePermission('design.view', { param: 'name' }), (request) => { const part: string = request.params.part; const missing = request.params.nope; return [part, missing] })",
    /Property 'nope' does not exist on type .*name: string.*part: string/,
  ],
  ...ownPermissions((call) => `guards.requirePermission${call}`),
  'own-all': [
    "guards.requireAll('project.create', 'trilatch.roles.view'); guards.requireAny('trilatch', { permission: 'trilatch.health', param: 'name' }); guards.requireSome('trilatch.health')",
  ],
  'own-decide': [
    "void authorizer.decide(null, 'trilatch.roles.view'); void authorizer.decide(null, 'trilatch.roles.view', 'a')",
  ],
  'own-decide-typo': [
    "void authorizer.decide(null, 'trilatch.roles.veiw')",
    /'"trilatch.roles.veiw"' is not assignable|No overload/,
  ],
  'subject-required': ['trilatch(authorizer, {})', /Property 'subject' is missing/],
}

describe('the compiler', () => {
  const compiled = testPrograms('.types', head, programs)

  it('lists the names in the message for a typo', () => {
    expect(compiled().errors.get('guard-typo')?.[0]).toContain(names)
  })
})

it('1,000 permissions and 1,000 uses of them cost the compiler little', async () => {
  const all = Array.from({ length: 1_000 }, (_, i) => `area${i % 10}.part${i % 100}.action${i}`)
  const text = `
import { createAuthorizer, definePermissions } from '@trilatch/express'
const permissions = definePermissions({ ${all.map((name) => `'${name}': 'x'`).join(', ')} })
const authorizer = createAuthorizer({ permissions, roles: [{ id: 'a', rules: [${all.map((name) => `{ permission: '${name}', state: 'granted' }`).join(', ')}] }] })
const access = await authorizer.access(null)
${all.map((name) => `access.can('${name}')`).join('\n')}
access.can('area1.part1.action')
`
  const { errors, instantiations } = await compile('.types-many', new Map([['many', text]]))
  expect(errors.get('many')).toHaveLength(1)
  // Counted, not timed: the same on every machine. This many take about a third of a second.
  expect(instantiations).toBeLessThan(500_000)
})
