import type { State, CellState, TreeRow } from '../api/client.ts'

/** What is looked for; rows must fit all of it. */
export interface TreeSearch {
  readonly name: string
  readonly state: CellState | 'any'
  readonly expected: State | 'any'
}

export const anything: TreeSearch = { name: '', state: 'any', expected: 'any' }

export function isSearching({ name, state, expected }: TreeSearch): boolean {
  return name.trim() !== '' || state !== 'any' || expected !== 'any'
}

/** The texts of each row that are looked in, in lower case; kept, because they do not change while somebody types. */
export function textsToSearch(
  rows: readonly Pick<TreeRow, 'title' | 'path' | 'permission'>[],
): readonly string[] {
  return rows.map(({ title, path, permission }) => `${title}\n${path}\n${permission}`.toLowerCase())
}

/**
 * Which rows fit: by name as the server's own search does, by state and expected state as they are saved, so that a
 * row does not vanish under the hand that changes it.
 */
export function findRows(
  rows: readonly TreeRow[],
  texts: readonly string[],
  search: TreeSearch,
): Set<number> {
  const name = search.name.trim().toLowerCase()
  const found = new Set<number>()
  for (const [at, row] of rows.entries()) {
    if (name !== '' && texts[at]?.includes(name) !== true) continue
    const fits = [row, ...row.contexts].some(
      (column) =>
        (search.state === 'any' || column.state === search.state) &&
        (search.expected === 'any' || column.expected === search.expected),
    )
    if (fits) found.add(at)
  }
  return found
}
