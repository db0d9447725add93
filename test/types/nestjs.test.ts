// The decorators of NestJS know the names of the catalogue and Trilatch's own.
import { ownPermissions } from './own-permissions.ts'
import { testPrograms } from './programs.ts'
import type { Programs } from './programs.ts'

const head = `
import { createAuthorizer, definePermissions, permissionDecorators } from '@trilatch/nestjs'
const permissions = definePermissions({
  'project.create': 'Create Project',
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
})
const authorizer = createAuthorizer({ permissions, roles: [{ id: 'a', rules: [] }] })
const { Permission, PermissionAll, PermissionAny, PermissionSome } = permissionDecorators(permissions)
const access = await authorizer.access(null)
export { access, Permission, PermissionAll, PermissionAny, PermissionSome }
`.trim()

const programs: Programs = {
  ...ownPermissions((call) => `Permission${call}`),
  'decorator-typo': ["Permission('project.crate')", /'"project.crate"' is not assignable/],
  'decorator-without-resource': ["Permission('design.view')", /Expected 2 arguments, but got 1/],
  'own-all': [
    "PermissionAll('project.create', 'trilatch.roles.view'); PermissionAny('trilatch.roles.view', { permission: 'trilatch.health', param: 'name' }); PermissionSome('trilatch.health')",
  ],
}

testPrograms('.types-nestjs', head, programs)
