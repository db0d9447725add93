// The worked table of section 2.4, row by row, and what section 2 says follows from its rule.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { caseArbitrary, commonNames } from './arbitraries.ts'
import { can, canSome, decide, filter, type Held, type Role, type Rule, type World } from './specification.ts'

const nodes = `* project project.join project.create project.delete job job.run
  trilatch trilatch.roles trilatch.roles.edit`.split(/\s+/)
const runs = { numRuns: 1000 }
const grant = (permission: string, context?: string): Rule => ({
  permission,
  state: 'granted',
  ...(context !== undefined && { context }),
})
const forbid = (permission: string, context?: string): Rule => ({
  ...grant(permission, context),
  state: 'forbidden',
})

/** A subject that holds each of the roles, which are named A, B, … */
function holding(...rules: Rule[][]): World {
  const roles: Role[] = rules.map((own, i) => ({ id: 'AB'.charAt(i), rules: own }))
  return { nodes, roles, subject: { roles: roles.map(({ id }) => ({ role: id })) } }
}

describe('The worked table of section 2.4', () => {
  it('grants what the role grants to an ancestor', () => {
    const world = holding([grant('project')])
    const by = { role: 'A', node: 'project' }
    expect(decide(world, 'project.create')).toEqual({ state: 'granted', reason: 'granted', by })
  })

  it('forbids a node that is forbidden below a granted one in the same role', () => {
    const world = holding([grant('project'), forbid('project.delete')])
    const by = { role: 'A', node: 'project.delete' }
    expect(decide(world, 'project.delete')).toEqual({ state: 'forbidden', reason: 'forbidden', by })
  })

  it('grants a node that is granted below a forbidden one, and that node only', () => {
    const world = holding([forbid('project'), grant('project.join')])
    expect(can(world, 'project.join')).toBe(true)
    expect(can(world, 'project.create')).toBe(false)
  })

  it('lets Granted in one role win over Forbidden in another', () => {
    const world = holding([forbid('project.delete')], [grant('*')])
    const by = { role: 'B', node: '*' }
    expect(decide(world, 'project.delete')).toEqual({ state: 'granted', reason: 'granted', by })
  })

  it('grants within the context only, while canSome is true', () => {
    const world = holding([grant('job.run', 'sales.*')])
    expect(can(world, 'job.run', 'sales.eu')).toBe(true)
    expect(can(world, 'job.run', 'hr.x')).toBe(false)
    expect(can(world, 'job.run')).toBe(false)
    expect(canSome(world, 'job.run')).toBe(true)
  })

  it('does not grant without a resource what is forbidden for some names', () => {
    const world = holding([grant('job'), forbid('job.run', 'hr.*')])
    expect(can(world, 'job.run', 'sales.x')).toBe(true)
    expect(can(world, 'job.run')).toBe(false)
  })

  it('lets the most specific context of a node decide', () => {
    const world = holding([forbid('job'), grant('job', 'sales.*'), forbid('job', 'sales.secret.*')])
    expect(can(world, 'job.run', 'sales.eu')).toBe(true)
    expect(can(world, 'job.run', 'sales.secret.x')).toBe(false)
    expect(can(world, 'job.run', 'hr.x')).toBe(false)
  })

  it('forbids where equally specific contexts disagree', () => {
    const world = holding([grant('job.run', '*.x'), forbid('job.run', 'x.*')])
    expect(can(world, 'job.run', 'x.x')).toBe(false)
  })

  it('looks at the nearer node first and at contexts second', () => {
    const world = holding([forbid('job', 'sales.a'), grant('job.run')])
    expect(can(world, 'job.run', 'sales.a')).toBe(true)
  })

  it('grants within the scope of the assignment only', () => {
    const world = { ...holding([grant('job')]), subject: { roles: [{ role: 'A', scope: 'eu.*' }] } }
    const by = { role: 'A', scope: 'eu.*', node: 'job' }
    expect(decide(world, 'job.run', 'eu.1')).toEqual({ state: 'granted', reason: 'granted', by })
    expect(can(world, 'job.run', 'us.1')).toBe(false)
    expect(can(world, 'job.run')).toBe(false)
  })

  it('does not let rules on the root reach the reserved subtree', () => {
    expect(can(holding([grant('*')]), 'trilatch.roles.edit')).toBe(false)
  })

  it('grants nothing to a subject without roles', () => {
    for (const node of nodes)
      expect(decide(holding(), node)).toEqual({ state: 'forbidden', reason: 'nothing-granted' })
  })
})

describe('The most specific context', () => {
  const decides = (granted: string, forbidden: string, name: string): boolean =>
    can(holding([grant('job', granted), forbid('job', forbidden)]), 'job', name)

  it('is the plain name, then the one with more literal characters', () => {
    expect(decides('x.x', 'x.x*', 'x.x')).toBe(true)
    expect(decides('a/*', '*/*', 'a/b')).toBe(true)
    expect(decides('a?c.*', '[a]*.*', 'abc.d')).toBe(true)
  })

  it('counts an escaped character and one outside the BMP as one each', () => {
    expect(decides('x\\.x', 'x.x*', 'x.x')).toBe(false)
    expect(decides('\u{1f600}.*', '*.x', '\u{1f600}.x')).toBe(false)
  })
})

describe('The reasons of a decision', () => {
  const world: World = {
    ...holding([grant('trilatch.roles')]),
    roles: [{ id: 'A', administrator: true, rules: [] }],
  }
  const switchedOff = { ...world, switchedOff: true, subject: { roles: [], suspended: true } }
  const suspended = { ...world, subject: { ...world.subject, suspended: true } }

  it('come in the order that section 2.5 gives', () => {
    expect(decide(switchedOff, 'nope', 'a/').reason).toBe('unknown-permission')
    expect(decide(switchedOff, 'job', 'a/').reason).toBe('improper-resource')
    expect(decide(switchedOff, 'job')).toEqual({ state: 'granted', reason: 'switched-off' })
    expect(decide(suspended, 'job')).toEqual({ state: 'forbidden', reason: 'suspended' })
  })

  it('name the administrator role and the root of the walk', () => {
    const answer = { state: 'granted', reason: 'administrator' }
    expect(decide(world, 'job.run')).toEqual({ ...answer, by: { role: 'A', node: '*' } })
    expect(decide(world, 'trilatch.roles')).toEqual({ ...answer, by: { role: 'A', node: 'trilatch' } })
  })

  it('ignore an unknown role, an unreadable scope and a scoped administrator', () => {
    const scopes = ['', '[a', '[c-a]', '[^a]', 'a\\', 'a\\/b', 'a/', 'a//b', '.', 'a/..', '?'.repeat(17)]
    const ignored: Held[] = [{ role: 'ghost' }, ...['a*', ...scopes].map((scope) => ({ role: 'A', scope }))]
    expect(decide({ ...world, subject: { roles: ignored } }, 'job', 'aa').reason).toBe('nothing-granted')
    expect(decide({ ...world, subject: { roles: [{ role: 'A', scope: '**' }] } }, 'job').reason).toBe(
      'administrator',
    )
  })
})

describe('A scope', () => {
  it('counts a run of stars as one wildcard, and an escaped dot as a dot', () => {
    const granted = { ...holding([grant('job')]) }
    const within = (scope: string): World => ({ ...granted, subject: { roles: [{ role: 'A', scope }] } })
    expect(can(within(`${'*'.repeat(40)}a`), 'job', 'aa')).toBe(true)
    expect(canSome(within(String.raw`a/\.`), 'job')).toBe(false)
    expect(canSome(within(String.raw`a/\.b`), 'job')).toBe(true)
    expect(canSome(within('\ud83d\\\ude00*'), 'job')).toBe(false)
  })
})

describe('For every world and question', () => {
  it('a permission granted without a resource is granted for every name', () => {
    fc.assert(
      fc.property(caseArbitrary, ({ world, permission }) => {
        if (can(world, permission)) expect(filter(world, permission, commonNames)).toEqual(commonNames)
      }),
      runs,
    )
  })

  it('canSome never says no where some name is granted', () => {
    fc.assert(
      fc.property(caseArbitrary, ({ world, permission, resource }) => {
        const granted =
          can(world, permission, ...resource) || filter(world, permission, commonNames).length > 0
        if (granted) expect(canSome(world, permission)).toBe(true)
      }),
      runs,
    )
  })

  it('the order of roles, rules and assignments never matters', () => {
    const backwards = (world: World): World => ({
      ...world,
      roles: world.roles.map((role) => ({ ...role, rules: role.rules.toReversed() })).toReversed(),
      subject: { ...world.subject, roles: world.subject.roles.toReversed() },
    })
    fc.assert(
      fc.property(caseArbitrary, ({ world, permission, resource }) => {
        expect(decide(backwards(world), permission, ...resource)).toEqual(
          decide(world, permission, ...resource),
        )
      }),
      runs,
    )
  })
})
