import { createAuthorizer, defaultRoles, memoryStore } from '@trilatch/nestjs'
import type { NameOf, Role, RulePermission } from '@trilatch/nestjs'
import { permissions } from './permissions.ts'

type Permission = NameOf<typeof permissions>

/** Roles by department, topic and access level: the part of a resource's name before the dot says where it belongs. */
const ownRoles: readonly Role<RulePermission<Permission>>[] = [
  {
    id: 'finance',
    title: 'Finance Department',
    rules: [
      { permission: 'design', state: 'granted', context: 'finance.*' },
      { permission: 'design.delete', state: 'forbidden' },
      { permission: 'report', state: 'granted', context: 'finance.*' },
      { permission: 'dashboard.view', state: 'granted', context: 'finance.*' },
    ],
  },
  {
    id: 'growth',
    title: 'Growth Topic',
    rules: [
      { permission: 'report.view', state: 'granted', context: 'growth.*' },
      { permission: 'dashboard.view', state: 'granted', context: 'growth.*' },
    ],
  },
  {
    id: 'staff',
    title: 'Staff',
    description: 'Whatever is open to everybody who works here.',
    rules: [
      { permission: 'project.join', state: 'granted' },
      { permission: 'dashboard.view', state: 'granted', context: 'open.*' },
    ],
  },
  {
    id: 'finance-lead',
    title: 'Finance Lead',
    inherits: ['finance', 'staff'],
    rules: [{ permission: 'project', state: 'granted' }],
  },
  { id: 'administrator', title: 'Administrator', administrator: true, rules: [] },
]

/** Who holds what. Global: everything; the others show one idea each. */
const assignments = [
  { subject: 'ada', role: 'administrator' },
  { subject: 'alice', role: 'all-global-access' },
  { subject: 'bob', role: 'reader' },
  { subject: 'carol', role: 'finance-lead' },
  { subject: 'dave', role: 'writer' },
  { subject: 'erin', role: 'growth' },
  { subject: 'erin', role: 'staff' },
  { subject: 'erin', role: 'runner', scope: 'marketing.*' },
]

/** The people of this example; each gets an account (sign-in.ts). */
export const people: readonly string[] = [...new Set(assignments.map(({ subject }) => subject))]

/** The authorizer of this example, with its own copy of the policy. */
export function makeAuthorizer() {
  const roles = [...defaultRoles(permissions), ...ownRoles]
  return createAuthorizer({
    permissions,
    store: memoryStore({ roles, assignments }),
    // Otherwise whoever is created gets All Global Access, beside what is assigned to them here.
    newUserRoles: { created: [] },
  })
}
