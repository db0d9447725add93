// What operations of one write make of roles and mapping rows: of the same one, what comes last.
import { describe, expect, it } from 'vitest'
import type { MappingRow } from '../../src/index.ts'
import type { Operation } from '../../src/store/store.ts'
import { rowsAfter, writtenRoles } from '../../src/store/written.ts'

const [first, second] = [
  { id: 'r', title: 'First', rules: [] },
  { id: 'r', title: 'Second', rules: [] },
] as const
const put = (role: typeof first | typeof second): Operation => ({ kind: 'put-role', role })
const remove: Operation = { kind: 'remove-role', id: 'r' }
const row = (group: string): MappingRow => ({ provider: 'acme', group, roles: ['r'] })
const rows = (...groups: string[]): Operation => ({ kind: 'put-mappings', rows: groups.map(row) })
const others: readonly Operation[] = [
  { kind: 'assign', assignment: { subject: 'ann', role: 'r' } },
  { kind: 'remove-user', id: 'r' },
]

describe('The roles that operations write', () => {
  it.each<readonly [string, readonly Operation[], unknown]>([
    ['put', [put(first)], first],
    ['put twice', [put(first), put(second)], second],
    ['removed', [remove], undefined],
    ['put and removed', [put(first), remove], undefined],
    ['removed and put', [remove, put(second)], second],
  ])('are as the last operation leaves them: %s', (_, operations, left) => {
    for (const all of [operations, [...others, ...operations], [...operations, ...others]])
      expect([...writtenRoles(all)]).toStrictEqual([['r', left]])
  })

  it('are none of those that others are given, and each by its own id', () => {
    expect([...writtenRoles(others)]).toEqual([])
    const other = { id: 's', rules: [] }
    const all = writtenRoles([put(first), { kind: 'put-role', role: other }, remove])
    expect([...all]).toStrictEqual([
      ['r', undefined],
      ['s', other],
    ])
  })
})

describe('The mapping rows after operations', () => {
  const before = [row('before')]

  it('are the very same list where nothing writes them', () => {
    expect(rowsAfter(before, [])).toBe(before)
    expect(rowsAfter(before, [put(first), remove, ...others])).toBe(before)
  })

  it('are those that were written last, and no row of before', () => {
    expect(rowsAfter(before, [rows('a')])).toEqual([row('a')])
    expect(rowsAfter(before, [rows('a', 'b'), put(first), rows('c'), ...others])).toEqual([row('c')])
    expect(rowsAfter(before, [rows('a'), rows()])).toEqual([])
  })
})
