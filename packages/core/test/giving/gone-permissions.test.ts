// Permissions that have left the catalogue may come back: what is given of them counts as if they were there.
import { describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { Role, Rule } from '../../src/index.ts'
import { assigned } from '../../src/giving/judged-write.ts'
import { permissions } from '../authorizer/support.ts'
import { assign, judge, putRole, refusal, situationOf } from './judging.ts'
import { more } from './support.ts'

const rule = (state: Rule['state'], permission: string, context?: string): Rule => ({
  permission,
  state,
  ...(context === undefined ? {} : { context }),
})
const old: Role = { id: 'old', rules: [rule('granted', 'gone.perm', 'eu.*')] }
const everything: Role = { id: 'everything', rules: [rule('granted', '*')] }
const above: Role = { id: 'above', rules: [rule('granted', 'gone')] }
const shut: Role = {
  id: 'shut',
  rules: [rule('granted', '*'), rule('forbidden', 'gone.perm', 'eu.x')],
}
const others = [old, everything, above, shut]

describe('Of a permission that no catalogue has', () => {
  it('nobody gives more than they would hold', () => {
    expect(refusal({ operations: [assign('old')] }, situationOf({ others }))).toMatchObject(
      more('role "old"', 'gone.perm', 'eu.'),
    )
    expect(refusal({ operations: [putRole('new', 'old')] }, situationOf({ others }))).toMatchObject({
      code: 'TRILATCH_MORE_THAN_HELD',
    })
  })

  it.each(['everything', 'above', 'old'])('who would hold it gives it: by %s', (held) => {
    const situation = situationOf({ others, giver: [assigned(held)] })
    expect(() => judge({ operations: [assign('old')] }, situation)).not.toThrow()
  })

  it('a Forbidden rule is not taken away by who would not hold what it opens', () => {
    const edit = {
      operations: [{ kind: 'put-role' as const, role: { ...shut, rules: [rule('granted', '*')] } }],
    }
    expect(refusal(edit, situationOf({ others, giver: [assigned('shut')] }))).toMatchObject(
      more('role "shut"', 'gone.perm'),
    )
    expect(() => judge(edit, situationOf({ others, giver: [assigned('everything')] }))).not.toThrow()
  })

  it('one that some application has is judged there, by its present name too', () => {
    const other = definePermissions({ 'kept.perm': { title: 'Kept', formerly: ['gone.perm'] } })
    const situation = situationOf({ others, catalogues: [permissions, other] })
    expect(refusal({ operations: [assign('old')] }, situation)).toMatchObject(
      more('role "old"', 'kept.perm', 'eu.'),
    )
  })

  it('what no permission can be called says nothing', () => {
    const odd: Role = { id: 'odd', rules: [rule('granted', 'a b'), rule('granted', 'trilatch.nothing')] }
    expect(() => judge({ operations: [assign('odd')] }, situationOf({ others: [odd] }))).not.toThrow()
  })

  it('so that nobody has raised themselves when an application has it again', async () => {
    const store = memoryStore({
      roles: [
        { id: 'admin', administrator: true, rules: [] },
        { id: 'editor', rules: [rule('granted', 'trilatch')] },
        { id: 'past', rules: [rule('granted', 'gone.perm')] },
      ],
      assignments: [
        { subject: 'boss', role: 'admin' },
        { subject: 'lim', role: 'editor' },
      ],
    })
    const now = createAuthorizer({ permissions, store })
    const writing = now.manage('lim', { as: { id: 'lim' } }).assign({ subject: 'lim', role: 'past' })
    await expect(writing).rejects.toMatchObject(more('role "past"', 'gone.perm'))
    const back = definePermissions({ 'gone.perm': 'Back' })
    const again = createAuthorizer({ permissions: back, store, application: 'again' })
    expect((await again.access({ id: 'lim' })).can('gone.perm')).toBe(false)
  })
})
