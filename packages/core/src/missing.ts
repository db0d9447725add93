/** Those of the first that are not among the second, by what tells them apart. */
export function missing<T>(
  all: readonly T[],
  others: readonly T[],
  textOf: (item: T) => string,
): readonly T[] {
  const known = new Set(others.map(textOf))
  return all.filter((item) => !known.has(textOf(item)))
}
