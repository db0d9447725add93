// What an explanation says in words: read by administrators who wonder why somebody may, or may not.
import { describe, expect, it } from 'vitest'
import { createAuthorizer } from '../../src/index.ts'
import type { Access, HandedInRole, Role } from '../../src/index.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'
import type { RuleName } from '../authorizer/support.ts'

const roles: readonly Role<RuleName>[] = [
  { id: 'admin', administrator: true, rules: [] },
  { id: 'analyst', rules: [grant('job.run', 'sales.*'), forbid('job.run', 'sales.secret.*'), grant('job')] },
  { id: 'torn', rules: [grant('job.run', '*.x'), forbid('job.run', 'x.*')] },
  { id: 'builder', title: 'Builder', rules: [grant('project')] },
  { id: 'lead', title: 'Lead', inherits: ['builder'], rules: [] },
  { id: 'chief', title: 'Chief', inherits: ['lead'], rules: [] },
]
const having = (...held: HandedInRole[]): Promise<Access> =>
  createAuthorizer({ permissions, roles }).access({ id: 'ann', roles: held })

/** The text of an explanation, line by line. */
const linesOf = ({ text }: { readonly text: string }): string[] => text.split('\n')

describe('The text of an explanation', () => {
  it('has question and answer, the text of the refusal, then each role with the rules it met', async () => {
    const access = await having('analyst')
    expect(linesOf(access.explain('job.run', 'sales.secret.x'))).toEqual([
      'job.run on sales.secret.x: forbidden',
      'Requires permission: Job › Run Job',
      'analyst (handed-in) says forbidden',
      '  job.run: forbidden in sales.secret.* (decides)',
      '  job.run: granted in sales.* (matches, another decides)',
    ])
  })

  it('has the rules that do not match, and those without a context, on the way up', async () => {
    const access = await having('analyst')
    expect(linesOf(access.explain('job.run', 'hr.x'))).toEqual([
      'job.run on hr.x: granted',
      'Granted: Job › Run Job',
      'analyst (handed-in) says granted',
      '  job.run: forbidden in sales.secret.* (does not match)',
      '  job.run: granted in sales.* (does not match)',
      '  job: granted (decides)',
    ])
  })

  it('has rules that are as specific as the one that decides', async () => {
    const access = await having('torn')
    expect(linesOf(access.explain('job.run', 'x.x')).slice(3)).toEqual([
      '  job.run: forbidden in x.* (decides)',
      '  job.run: granted in *.x (matches, another decides)',
    ])
  })

  it('names no resource without one', async () => {
    const access = await having('analyst')
    expect(linesOf(access.explain('job.run'))).toEqual([
      'job.run: forbidden',
      'Requires permission: Job › Run Job',
      'analyst (handed-in) says forbidden',
      '  job.run: forbidden in sales.secret.* (decides)',
      '  job.run: granted in sales.* (does not match)',
    ])
  })

  it('has the way to an inherited role, without the role itself', async () => {
    const access = await having('chief')
    expect(linesOf(access.explain('project.join'))).toEqual([
      'project.join: granted',
      'Granted: Project › Join Project',
      'Builder (handed-in, by chief → lead) says granted',
      '  project: granted (decides)',
      'Chief (handed-in) says nothing',
      'Lead (handed-in, by chief) says nothing',
    ])
  })

  it('says where a role does not speak, and shows no rules of it', async () => {
    const access = await having({ role: 'builder', scope: 'eu.*' })
    const head = 'Requires permission: Project › Join Project'
    const outside = 'Builder (handed-in) within eu.* says nothing: outside its scope'
    expect(linesOf(access.explain('project.join', 'us.1'))).toEqual([
      'project.join on us.1: forbidden (nothing-granted)',
      head,
      outside,
    ])
    expect(linesOf(access.explain('project.join'))).toEqual([
      'project.join: forbidden (nothing-granted)',
      head,
      outside,
    ])
    expect(linesOf(access.explain('project.join', 'eu.1'))).toEqual([
      'project.join on eu.1: granted',
      'Granted: Project › Join Project',
      'Builder (handed-in) within eu.* says granted',
      '  project: granted (decides)',
    ])
  })

  it('has no line for any role when the question itself is improper', async () => {
    const access = await having('analyst', 'admin')
    const unknown = access.explain('job.rum')
    expect(linesOf(unknown)).toEqual([
      'job.rum: forbidden (unknown-permission)',
      'Unknown permission "job.rum". Did you mean "job.run"?',
    ])
    expect([unknown.roles, unknown.needed]).toEqual([[], []])
    const improper = access.explain('job.run', 'a//b')
    expect(linesOf(improper)).toEqual([
      'job.run: forbidden (improper-resource)',
      'The resource has no proper name.',
    ])
    expect([improper.roles, improper.needed]).toEqual([[], [{ id: 'job.run', title: 'Job › Run Job' }]])
  })
})

describe('A role in an explanation', () => {
  it('is out of its scope without a resource and outside of it, and never without a scope', async () => {
    const access = await having({ role: 'builder', scope: 'eu.*' }, 'lead')
    const outside = (on: readonly [] | readonly [string]) =>
      access
        .explain(...(['project.join', ...on] as ['project.join', string]))
        .roles.map(({ role, scope, outOfScope }) => [role, scope, outOfScope])
    const unscoped = [
      ['builder', undefined, false],
      ['lead', undefined, false],
    ]
    expect(outside([])).toEqual([unscoped[0], ['builder', 'eu.*', true], unscoped[1]])
    expect(outside(['us.1'])).toEqual([unscoped[0], ['builder', 'eu.*', true], unscoped[1]])
    expect(outside(['eu.1'])).toEqual([unscoped[0], ['builder', 'eu.*', false], unscoped[1]])
  })

  it('has only the fields that apply: no scope, context or resource that is undefined', async () => {
    const { decision, roles: explained } = (await having('builder')).explain('project.join')
    expect(Object.keys(explained[0] ?? {})).toEqual([
      'role',
      'title',
      'source',
      'via',
      'outOfScope',
      'steps',
      'state',
      'expected',
      'answer',
    ])
    expect(explained[0]?.steps).toStrictEqual([
      { permission: 'project.join', title: 'Join Project', rules: [] },
      {
        permission: 'project',
        title: 'Project',
        rules: [{ state: 'granted', matched: true, decided: true }],
      },
    ])
    expect(Object.keys(decision)).toEqual(['state', 'reason', 'permission', 'by', 'version', 'text'])
    expect(Object.keys(decision.by ?? {})).toEqual(['role', 'via', 'node'])
  })

  it('says what its own node says, and what would be expected without that', async () => {
    const own = createAuthorizer({
      permissions,
      roles: [{ id: 'r', rules: [grant('project'), forbid('project.join'), grant('project.delete')] }],
    })
    const access = await own.access({ id: 'ann', roles: ['r'] })
    const said = (permission: 'project.join' | 'project.create' | 'project.delete' | 'job.run' | '*') =>
      access
        .explain(permission as 'job.run')
        .roles.map(({ state, expected, answer }) => [state, expected, answer])
    expect(said('project.join')).toEqual([['forbidden', 'granted', 'forbidden']])
    expect(said('project.create')).toEqual([['unspecified', 'granted', 'granted']])
    expect(said('project.delete')).toEqual([['granted', 'granted', 'granted']])
    expect(said('job.run')).toEqual([['unspecified', 'forbidden', 'unspecified']])
    expect(said('*')).toEqual([['unspecified', 'forbidden', 'unspecified']])
  })
})

describe('The text of a decision', () => {
  it('shows 200 characters of an unknown permission, and no more', async () => {
    const access = await having()
    expect(access.decide('x'.repeat(201)).text).toMatch(/^Unknown permission "x{200}"\. Known: /)
  })

  it('is that of the grant for an administrator, whose rule stands at the root', async () => {
    const access = await having('admin')
    expect(access.decide('job.run')).toMatchObject({ text: 'Granted: Job › Run Job', by: { node: '*' } })
    expect(access.decide('trilatch.audit').by).toMatchObject({ node: 'trilatch' })
  })
})
