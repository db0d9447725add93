// What one role says about one permission: worked out once, and as far as it can be before a name is known.
import { describe, expect, it } from 'vitest'
import type { Rule } from '../../src/index.ts'
import { compilePolicy } from '../../src/decision/compiled-policy.ts'
import type { CompiledPolicy } from '../../src/decision/compiled-policy.ts'
import type { CompiledRole } from '../../src/decision/compiled-role.ts'
import type { Program } from '../../src/decision/programs.ts'
import { forbid, grant, permissions } from '../authorizer/support.ts'

const node = permissions.index.get('job.run') as number

/** A policy of one role, that role, and its program for `job.run`. */
function programOf(...rules: Rule[]): { policy: CompiledPolicy; role: CompiledRole; program: Program } {
  const policy = compilePolicy('1', [{ id: 'r', rules }], permissions)
  const role = policy.roles.get('r') as CompiledRole
  return { policy, role, program: policy.programs.of(role, node) }
}

/** What a program says about a name. */
const says = ({ policy, program }: { policy: CompiledPolicy; program: Program }, name: string): boolean => {
  const place = policy.names.find(name)
  return policy.programs.run(program.start, policy.names.records, place)
}

/** As many rules as wanted, each in a context of its own, all different from those of another letter. */
const many = (count: number, letter: string, state = grant): Rule[] =>
  Array.from({ length: count }, (_, i) => state('job.run', `${letter}${i}.*`))

describe('The program of a role for a permission', () => {
  it('is made once', () => {
    const { policy, role, program } = programOf(grant('job'))
    expect(policy.programs.of(role, node)).toBe(program)
    expect(policy.programs.of(role, 0)).not.toBe(program)
    expect(policy.programs.of(role, node)).toBe(program)
  })

  it.each([
    ['no rule', [], false, false],
    ['Granted for every resource', [grant('job')], true, true],
    ['Forbidden for every resource', [forbid('job')], false, false],
    ['Granted in a context', [grant('job', 'a.*')], false, undefined],
    ['Forbidden in a context', [forbid('job', 'a.*')], false, false],
    ['Granted in a context and for every resource', [grant('job', 'a.*'), grant('job')], true, true],
    ['Granted near and Forbidden far', [grant('job.run'), forbid('job', 'a.*'), forbid('*')], true, true],
    ['Forbidden near and Granted far', [forbid('job.run'), grant('job', 'a.*'), grant('*')], false, false],
    ['a context Forbidden near and Granted far', [forbid('job.run', 'a.*'), grant('*')], false, undefined],
    ['a context Granted near and Forbidden far', [grant('job.run', 'a.*'), forbid('*')], false, undefined],
    ['a context Granted near and all Granted far', [grant('job.run', 'a.*'), grant('*')], true, true],
    ['a context both ways', [forbid('job.run', 'a.*'), grant('job', 'a.*')], false, false],
  ] as const)('of %s knows what depends on no name', (_, rules, grantsEverywhere, fixed) => {
    expect(programOf(...rules).program).toMatchObject({ grantsEverywhere, fixed })
  })
})

describe('A long program', () => {
  it.each([11, 12, 13, 40])('says nothing where none of its %i contexts matches', (count) => {
    const roles = ['a', 'b'].map((id) => ({ id, rules: many(count, id) }))
    const policy = compilePolicy('1', roles, permissions)
    const [a, b] = roles.map(({ id }) => policy.programs.of(policy.roles.get(id) as CompiledRole, node))
    for (const program of [a, b] as Program[]) expect(says({ policy, program }, 'other')).toBe(false)
    expect(says({ policy, program: a as Program }, `a${count - 1}.x`)).toBe(true)
    expect(says({ policy, program: a as Program }, 'b0.x')).toBe(false)
    expect(says({ policy, program: b as Program }, 'b0.x')).toBe(true)
  })

  it.each([12, 13])('of %i contexts and a rule for every resource ends with that rule', (count) => {
    const closed = programOf(...many(count, 'a'), forbid('job'))
    expect([says(closed, 'a1.x'), says(closed, 'other')]).toEqual([true, false])
    const open = programOf(...many(count, 'a', forbid), grant('job'))
    expect([says(open, 'a1.x'), says(open, 'other')]).toEqual([false, true])
  })

  it('is decided by the nearest and most specific of the contexts that match', () => {
    const near = [forbid('job.run', 'a1.b.*'), grant('job.run', 'a1.b.c')]
    const program = programOf(...many(13, 'a'), ...near, forbid('job', 'a*'))
    expect(says(program, 'a1.b.c')).toBe(true)
    expect(says(program, 'a1.b.d')).toBe(false)
    expect(says(program, 'a1.c')).toBe(true)
    expect(says(program, 'az')).toBe(false)
  })
})
