import { definePermissions } from '@trilatch/nestjs'

/** Everything that can be done in this application; guards and rules name these keys, checked by the compiler. */
export const permissions = definePermissions({
  project: 'Project',
  'project.join': { title: 'Join Project', level: 'view' },
  'project.create': { title: 'Create Project', level: 'edit' },
  'project.delete': { title: 'Delete Project', level: 'delete' },

  design: 'Design',
  'design.view': { title: 'View Design', level: 'view', on: 'design' },
  'design.comment': { title: 'Comment on Design', level: 'comment', on: 'design' },
  'design.edit': { title: 'Edit Design', level: 'edit', on: 'design' },
  'design.delete': { title: 'Delete Design', level: 'delete', on: 'design' },

  report: 'Report',
  'report.view': { title: 'View Report', level: 'view', on: 'report' },
  'report.run': { title: 'Run Report', level: 'run', on: 'report' },
  'report.schedule': { title: 'Schedule Report', level: 'schedule', on: 'report' },
  'report.delete': { title: 'Delete Report', level: 'delete', on: 'report' },

  dashboard: 'Dashboard',
  'dashboard.view': { title: 'View Dashboard', level: 'view', on: 'dashboard' },
  'dashboard.edit': { title: 'Edit Dashboard', level: 'edit', on: 'dashboard' },
  'dashboard.delete': { title: 'Delete Dashboard', level: 'delete', on: 'dashboard' },
})
