import { own } from '../own.ts'
import type { Page, PageQuery } from './store.ts'

/** The page of an ordered list that a query asks for. */
export function page<T>(
  all: readonly T[],
  key: (item: T) => string,
  query: PageQuery,
  isAfter: (key: string, after: string) => boolean,
): Page<T> {
  const { limit } = query
  const after = own(query, 'after')
  const rest = after === undefined ? all : all.filter((item) => isAfter(key(item), after))
  const items = rest.slice(0, limit)
  return rest.length > limit ? { items, next: key(items.at(-1) as T) } : { items }
}
