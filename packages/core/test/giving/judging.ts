import type { Role } from '../../src/index.ts'
import { judgeInSteps } from '../../src/giving/judge-in-steps.ts'
import { assigned } from '../../src/giving/judged-write.ts'
import type { JudgedWrite, Situation } from '../../src/giving/judged-write.ts'
import type { Operation } from '../../src/store/store.ts'
import { permissions, thrown } from '../authorizer/support.ts'
import { roles } from './support.ts'

/** What is there: dora gives, who has most of `project`; ann has nothing, ron `job.run`, boss everything. */
export function situationOf(situation: Partial<Situation> & { others?: readonly Role[] } = {}): Situation {
  const { others = [], ...rest } = situation
  const held: Readonly<Record<string, string>> = { ron: 'runner', cleo: 'creator', boss: 'admin' }
  return {
    roles: new Map([...roles, ...others].map((role) => [role.id, role])),
    mappings: [],
    catalogues: [permissions],
    giver: [assigned('deputy')],
    givenTo: (id) => (held[id] === undefined ? [] : [assigned(held[id])]),
    ...rest,
  }
}

/** Judges a write; how many steps that took. */
export function judge(write: JudgedWrite, situation: Situation = situationOf()): number {
  return Array.from(judgeInSteps(write, situation)).length
}
/** Why a write is refused. */
export const refusal = (write: JudgedWrite, situation?: Situation): unknown =>
  thrown(() => judge(write, situation))

/** Gives somebody a role. */
export const assign = (role: string, subject = 'ann'): Operation => ({
  kind: 'assign',
  assignment: { subject, role },
})
/** Writes a role that says nothing itself. */
export const putRole = (id: string, ...inherits: readonly string[]): Operation => ({
  kind: 'put-role',
  role: { id, inherits, rules: [] },
})
