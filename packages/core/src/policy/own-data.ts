/** The deepest nesting of documents that is read. */
const maxDepth = 20

/**
 * A deep copy of plain data in which every object has no prototype and only its own fields, so that neither
 * getters, later changes nor a polluted `Object.prototype` of the host can add to what was written.
 *
 * @throws TypeError for nesting beyond 20 levels.
 */
export function ownData(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) throw new TypeError(`Data is nested deeper than ${maxDepth} levels`)
  if (Array.isArray(value)) return Array.from(value, (item) => ownData(item, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  const copy = Object.create(null) as Record<string, unknown>
  for (const key of Object.keys(value)) {
    const field = (value as Record<string, unknown>)[key]
    if (field !== undefined) copy[key] = ownData(field, depth + 1)
  }
  return copy
}
