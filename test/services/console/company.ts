import { defaultRoles, definePermissions } from '@trilatch/core'
import type { Assignment, MappingRow, Role } from '@trilatch/core'

/** What can be done in the application whose console is tested. */
export const permissions = definePermissions({
  project: 'Project',
  'project.join': { title: 'Join Project', level: 'view' },
  'project.group': { title: 'Update Project Group', level: 'edit' },
  'project.create': { title: 'Create Project', level: 'edit' },
  'project.delete': { title: 'Delete Project', level: 'delete' },
  job: 'Job',
  'job.view': { title: 'View Job', level: 'view' },
  'job.comment': { title: 'Comment on Job', level: 'comment' },
  'job.edit': { title: 'Edit Job', level: 'edit' },
  'job.run': { title: 'Run Job', level: 'run' },
  'job.component.run': { title: 'Run Component', level: 'run' },
  'job.schedule': { title: 'Schedule Job', level: 'schedule' },
  'job.delete': { title: 'Delete Job', level: 'delete' },
  report: 'Report',
  'report.view': { title: 'View Report', level: 'view' },
  'report.run': { title: 'Run Report', level: 'run' },
  'report.delete': { title: 'Delete Report', level: 'delete' },
  dashboard: 'Dashboard',
  'dashboard.view': { title: 'View Dashboard', level: 'view' },
  'dashboard.edit': { title: 'Edit Dashboard', level: 'edit' },
  'dashboard.delete': { title: 'Delete Dashboard', level: 'delete' },
  environment: 'Environment',
  'environment.credentials': { title: 'Manage Credentials', level: 'edit' },
  'environment.driver': { title: 'Manage Drivers', level: 'edit' },
})

export const roles: readonly Role[] = [
  {
    id: 'administrator',
    title: 'Administrator',
    description: 'Runs everything, this console too.',
    administrator: true,
    rules: [],
  },
  ...defaultRoles(permissions),
  {
    id: 'finance-analyst',
    title: 'Finance Analyst',
    description: 'Reads what finance owns.',
    inherits: ['reader'],
    rules: [
      { permission: 'report', state: 'granted', context: 'finance.*' },
      { permission: 'report.delete', state: 'forbidden' },
      { permission: 'dashboard.view', state: 'granted', context: 'finance.*' },
      { permission: 'dashboard.view', state: 'forbidden', context: 'finance.board.*' },
    ],
  },
  {
    id: 'people-lead',
    title: 'People Lead',
    description: 'Manages members, and sees the roles.',
    rules: [
      { permission: 'trilatch.roles.view', state: 'granted' },
      { permission: 'trilatch.members', state: 'granted' },
      { permission: 'trilatch.users.view', state: 'granted' },
      { permission: 'project', state: 'granted' },
    ],
  },
]

/** People by id: name, and address. */
export const people: readonly (readonly [id: string, title: string, email: string])[] = [
  ['ada', 'Ada Lovelace', 'ada@example.org'],
  ['alan', 'Alan Turing', 'alan@example.org'],
  ['barbara', 'Barbara Liskov', 'barbara@example.org'],
  ['edsger', 'Edsger Dijkstra', 'edsger@example.org'],
  ['frances', 'Frances Allen', 'frances@example.org'],
  ['grace', 'Grace Hopper', 'grace@example.org'],
  ['hedy', 'Hedy Lamarr', 'hedy@example.org'],
  ['katherine', 'Katherine Johnson', 'katherine@example.org'],
  ['margaret', 'Margaret Hamilton', 'margaret@example.org'],
  ['radia', 'Radia Perlman', 'radia@example.org'],
]

export const assignments: readonly Assignment[] = [
  { subject: 'ada', role: 'administrator' },
  { subject: 'alan', role: 'administrator' },
  { subject: 'barbara', role: 'people-lead' },
  { subject: 'edsger', role: 'writer' },
  { subject: 'grace', role: 'finance-analyst' },
  { subject: 'hedy', role: 'runner', scope: 'eu.*' },
  { subject: 'katherine', role: 'finance-analyst', scope: 'finance.eu.*' },
  { subject: 'margaret', role: 'scheduler' },
  { subject: 'margaret', role: 'writer' },
]

export const mappings: readonly MappingRow[] = [
  { provider: 'gitlab', group: 'acme/finance', roles: ['finance-analyst'], minAccess: 'developer' },
  { provider: 'gitlab', group: 'acme/platform', roles: ['administrator'] },
  { provider: 'gitlab', group: 'acme/data', roles: ['runner'], scope: 'data.*', mode: 'additive' },
]
