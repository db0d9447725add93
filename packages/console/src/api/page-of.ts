/** A page of a list that is held whole, in the order of its keys. */
export function pageOf<Item>(
  items: readonly Item[],
  key: (item: Item) => string,
  { limit = 50, after }: { readonly limit?: number; readonly after?: string },
): { items: readonly Item[]; next?: string } {
  const sorted = items.toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
  const rest = after === undefined ? sorted : sorted.filter((item) => key(item) > after)
  const found = rest.slice(0, limit)
  const last = found.at(-1)
  return rest.length > limit && last !== undefined ? { items: found, next: key(last) } : { items: found }
}
