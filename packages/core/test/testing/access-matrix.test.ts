import { describe, expect, it } from 'vitest'
import { coverageOf, definePermissions } from '@trilatch/core'
import type { ListedRoute, Requirement } from '@trilatch/core'
import { accessMatrix, matrixTable } from '@trilatch/core/testing'

const permissions = definePermissions({
  'project.create': 'Create Project',
  'project.delete': 'Delete Project',
  'design.view': { title: 'View Design', on: 'design' },
})
const roles = [
  { id: 'analyst', rules: [{ permission: 'design.view', state: 'granted', context: 'finance.*' }] },
  { id: 'lead', inherits: ['analyst'], rules: [{ permission: 'project', state: 'granted' }] },
  {
    id: 'curator',
    rules: [
      { permission: '*', state: 'granted' },
      { permission: 'project.delete', state: 'forbidden' },
    ],
  },
  { id: 'admin', administrator: true, rules: [] },
] as const
const asks = (kind: Requirement['kind'], ...names: string[]): Requirement => ({ kind, permissions: names })
const route = (path: string, ...guards: Requirement[]): ListedRoute => ({ method: 'GET', path, guards })

const coverage = coverageOf([
  route('/', asks('public')),
  route('/health'),
  route('/me', asks('signed-in')),
  route('/projects', asks('signed-in'), asks('all', 'project.create')),
  route('/designs', asks('some', 'design.view')),
  route('/designs/:name', asks('all', 'design.view')),
  route('/both', asks('all', 'project.create', 'design.view')),
  route('/either', asks('any', 'project.delete', 'design.view')),
  route('/two', asks('all', 'design.view'), asks('all', 'project.delete')),
  route('/mixed', asks('public'), asks('all', 'project.delete')),
])

describe('accessMatrix', () => {
  it('takes a report, and no application and no list', () => {
    for (const given of [() => undefined, [], undefined])
      expect(() => accessMatrix(given as never, { permissions, roles })).toThrow(
        new TypeError('accessMatrix takes a report: accessMatrix(coverage(app), { permissions, roles })'),
      )
  })

  it('says of each route and role whether it gets through, and what is open', () => {
    expect(matrixTable(accessMatrix(coverage, { permissions, roles }))).toBe(
      [
        '                    anonymous    analyst      lead         curator      admin',
        'GET /               public       public       public       public       public',
        'GET /health         UNPROTECTED  UNPROTECTED  UNPROTECTED  UNPROTECTED  UNPROTECTED',
        'GET /me             no           yes          yes          yes          yes',
        'GET /projects       no           no           yes          yes          yes',
        'GET /designs        no           yes          yes          yes          yes',
        'GET /designs/:name  no           some         some         yes          yes',
        'GET /both           no           no           some         yes          yes',
        'GET /either         no           some         yes          yes          yes',
        'GET /two            no           no           some         no           yes',
        'GET /mixed          no           no           yes          no           yes',
      ].join('\n'),
    )
  })

  it('is plain, frozen data in the order given', () => {
    const matrix = accessMatrix(coverage, { permissions, roles: [roles[1], roles[0]] })
    expect(matrix.callers).toEqual(['anonymous', 'lead', 'analyst'])
    expect(matrix.rows[4]).toEqual({ route: 'GET /designs', answers: ['no', 'yes', 'yes'] })
    expect(JSON.parse(JSON.stringify(matrix))).toEqual(matrix)
    for (const part of [matrix, matrix.callers, matrix.rows, matrix.rows[0], matrix.rows[0]?.answers])
      expect(Object.isFrozen(part)).toBe(true)
  })

  it('counts the roles of those who are not signed in', () => {
    const matrix = accessMatrix(coverage, { permissions, roles, anonymousRoles: ['analyst'] })
    const anonymous = matrix.rows.map(({ route, answers }) => `${route} ${answers[0]}`)
    expect(anonymous).toContain('GET /me no')
    expect(anonymous).toContain('GET /designs yes')
    expect(anonymous).toContain('GET /designs/:name some')
  })

  it('refuses guards of another catalogue: every answer would be no', () => {
    const other = definePermissions({ 'project.creat': 'Create Project', 'project.remove': 'Remove Project' })
    expect(() => accessMatrix(coverage, { permissions: other, roles: [] })).toThrow(
      'A guard names "project.create", which is not in this catalogue. Did you mean "project.creat"?',
    )
  })

  it('is empty where there is nothing', () => {
    expect(matrixTable(accessMatrix(coverageOf([]), { permissions, roles: [] }))).toBe('  anonymous')
  })
})
