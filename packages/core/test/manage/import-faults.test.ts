// What is wrong in a store already blocks no import; the same mistake in another place does.
import { describe, expect, it } from 'vitest'
import type { MappingRow, Role, WrittenDocument } from '../../src/index.ts'
import { grant } from '../authorizer/support.ts'
import { boss, edited, make, row } from './imports.ts'

const odd = 'a//b'
const rows: readonly MappingRow[] = [row('acme/a', 'eu'), row('acme/b', 'eu'), row('acme/c', 'eu')]
const admin: Role = { id: 'admin', administrator: true, rules: [] }
const eu: Role = {
  id: 'eu',
  inherits: ['runer'],
  rules: [grant('project.join'), grant('job.run', odd)],
}
const faulty = {
  roles: [admin, eu, { id: 'runner', rules: [] }] as readonly Role[],
  assignments: [
    boss,
    ...['cleo', 'dan', 'eve'].map((subject) => ({ subject, role: 'eu' })),
    { subject: 'zoe', role: 'eu', scope: odd },
  ],
  mappings: [...rows, { ...row('acme/d', 'eu'), scope: odd }],
}
/** A store in which an older version, or another application, has left that. */
async function left() {
  const here = make({ roles: [admin], assignments: [boss] })
  await here.store.write({
    tag: 'a'.repeat(32),
    expect: [],
    operations: [
      ...faulty.roles.map((role) => ({ kind: 'put-role', role }) as const),
      ...faulty.assignments.map((assignment) => ({ kind: 'assign', assignment }) as const),
      { kind: 'put-mappings', rows: faulty.mappings },
    ],
    audit: { at: '', actor: '', action: '', target: '', before: null, after: null },
  })
  return here
}
const withEu = (fields: Partial<Role>) => ({
  roles: faulty.roles.map((role) => (role.id === 'eu' ? { ...role, ...fields } : role)),
})

describe('What is wrong in a store already', () => {
  it.each<readonly [string, Partial<WrittenDocument>]>([
    ['and something else changes', { mappings: faulty.mappings.slice(1) }],
    ['and stands at another place', { assignments: [...faulty.assignments].toReversed() }],
    ['and a rule before it changes', withEu({ rules: [grant('project'), ...eu.rules.slice(1)] })],
    ['and a rule before it goes', withEu({ rules: eu.rules.slice(1) })],
    [
      'and what is suggested for it is gone',
      { roles: faulty.roles.filter(({ id }) => id !== 'runner'), mappings: faulty.mappings },
    ],
  ])('stays where a document has it too, %s', async (_, change) => {
    const here = await left()
    const [document, seen] = await edited(here, () => ({ ...change }))
    const { changed } = await here.manager.importPolicy(document, seen)
    expect(changed).toBe(!('assignments' in change))
  })

  it.each<readonly [string, Partial<WrittenDocument>, string, readonly (string | number)[]]>([
    [
      'of another subject',
      { assignments: [...faulty.assignments, { subject: 'ann', role: 'eu', scope: odd }] },
      'TRILATCH_CONTEXT_INVALID',
      ['assignments', 5, 'scope'],
    ],
    [
      'of another row',
      { mappings: [...faulty.mappings, { ...row('acme/e', 'eu'), scope: odd }] },
      'TRILATCH_CONTEXT_INVALID',
      ['mappings', 4, 'scope'],
    ],
    [
      'of another rule',
      withEu({ rules: [...eu.rules, grant('project', odd)] }),
      'TRILATCH_CONTEXT_INVALID',
      ['roles', 1, 'rules', 2, 'context'],
    ],
    [
      'of another inherited role',
      withEu({ inherits: ['runer', 'ghost'] }),
      'TRILATCH_ROLE_UNKNOWN',
      ['roles', 1, 'inherits', 1],
    ],
  ])('is refused where it is %s, and that alone is told', async (_, change, code, path) => {
    const here = await left()
    const [document, seen] = await edited(here, () => change)
    await expect(here.manager.importPolicy(document, seen)).rejects.toMatchObject({
      status: 422,
      issues: [{ code, path }],
      message: expect.stringMatching(/^Cannot use the policy:/) as string,
    })
  })
})

describe('A document', () => {
  it('with a new row that would match nobody is refused', async () => {
    const here = make()
    const [document, seen] = await edited(here, () => ({ mappings: [row('acme/*', 'eu')] }))
    await expect(here.manager.importPolicy(document, seen)).rejects.toMatchObject({
      code: 'TRILATCH_MAPPING_INVALID',
      status: 422,
    })
  })

  it('that is none is refused by its name', async () => {
    const { manager } = make()
    await expect(manager.planImport({ format: 2 } as never)).rejects.toThrow(/^Cannot use the policy:/)
  })
})
