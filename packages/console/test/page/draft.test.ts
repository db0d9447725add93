// What the page draws of changes that are not saved: what the server says once they are.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { definePermissions, roleTreeOf } from '@trilatch/core'
import type { Role, Rule } from '@trilatch/core'
import { drawTree, noDraft, savedState, withCell } from '../../page/permissions/draft.ts'
import type { Cell, Draft } from '../../page/permissions/draft.ts'

const permissions = definePermissions({
  'project.create': 'Create',
  'project.member.add': 'Add',
  'job.run.nightly': 'Nightly',
})
const own = permissions.nodes.map(({ name }) => name).filter((name) => !name.startsWith('trilatch'))
const rowsOf = (rules: readonly Rule[]) => roleTreeOf(permissions, { id: 'r', rules })

const place = fc.record(
  { permission: fc.constantFrom(...own), context: fc.constantFrom('finance.*', 'sales') },
  { requiredKeys: ['permission'] },
)
const state = fc.constantFrom('granted', 'forbidden')
const placeOf = ({ permission, context }: Pick<Cell, 'permission' | 'context'>): string =>
  `${permission} ${context ?? ''}`
/** At most one rule for a place, as stores have it. */
const rules = fc.uniqueArray(
  fc.tuple(place, state).map(([where, said]): Rule => ({ ...where, state: said })),
  { selector: placeOf, maxLength: 6 },
)
const cells = fc.array(
  fc
    .tuple(place, fc.constantFrom('granted', 'forbidden', 'unspecified'))
    .map(([where, said]): Cell => ({ ...where, state: said })),
  { maxLength: 4 },
)

function draftOf(before: readonly Rule[], set: readonly Cell[]): Draft {
  const rows = new Map(rowsOf(before).map((row) => [row.permission, row]))
  let draft = noDraft
  for (const cell of set) draft = withCell(draft, cell, savedState(rows.get(cell.permission), cell.context))
  return draft
}

/** The rules as they are once the cells are saved. */
function saved(before: readonly Rule[], set: readonly Cell[]): Role['rules'] {
  const after = new Map(before.map((rule) => [placeOf(rule), rule]))
  for (const { state: said, ...where } of set)
    if (said === 'unspecified') after.delete(placeOf(where))
    else after.set(placeOf(where), { ...where, state: said })
  return [...after.values()]
}

const byContext = (one: { readonly context: string }, other: { readonly context: string }): number =>
  one.context < other.context ? -1 : 1

describe('A tree with changes that are not saved', () => {
  it('shows of every node what the server shows once they are', () => {
    fc.assert(
      fc.property(rules, cells, (before, set) => {
        const drawn = drawTree(rowsOf(before), draftOf(before, set))
        const then = rowsOf(saved(before, set))
        expect(
          drawn.map(({ permission, state: said, expected, effective, contexts }) => ({
            permission,
            state: said,
            expected,
            effective,
            contexts: contexts
              .filter((one) => one.state !== 'unspecified')
              .map((one) => ({ context: one.context, state: one.state, expected: one.expected }))
              .toSorted(byContext),
          })),
        ).toEqual(
          then.map(({ permission, state: said, expected, effective, contexts }) => ({
            permission,
            state: said,
            expected,
            effective,
            contexts: contexts.toSorted(byContext),
          })),
        )
      }),
    )
  })

  it('names the node above that is expected to decide, by its title', () => {
    const drawn = drawTree(rowsOf([{ permission: 'project', state: 'granted' }]), noDraft)
    const sourceOf = (name: string) => drawn.find(({ permission }) => permission === name)?.source
    expect(sourceOf('project')).toBeUndefined()
    expect(sourceOf('project.member')).toBe('Project')
    expect(sourceOf('project.member.add')).toBe('Project')
    expect(sourceOf('job.run')).toBeUndefined()
  })

  it('marks what may be answered in another way, and nothing where nothing is set', () => {
    const before: readonly Rule[] = [{ permission: 'job.run', state: 'forbidden' }]
    const others = (set: readonly Cell[]): string[] =>
      drawTree(rowsOf(before), draftOf(before, set)).flatMap(({ isOther, permission }) =>
        isOther ? permission : [],
      )
    expect(others([])).toEqual([])
    expect(others([{ permission: 'job', state: 'granted' }])).toEqual(['job'])
    expect(others([{ permission: 'job.run', state: 'granted', context: 'finance.*' }])).toEqual([
      'job.run',
      'job.run.nightly',
    ])
    expect(others([{ permission: 'job.run', state: 'forbidden' }])).toEqual([])
  })

  it('keeps no change that leads back to what is saved', () => {
    const before: readonly Rule[] = [{ permission: 'job', state: 'granted', context: 'sales' }]
    const [there, back] = (['forbidden', 'granted'] as const).map((said): Cell => ({
      permission: 'job',
      context: 'sales',
      state: said,
    })) as [Cell, Cell]
    expect(draftOf(before, [there]).size).toBe(1)
    expect(draftOf(before, [there, back]).size).toBe(0)
  })
})
