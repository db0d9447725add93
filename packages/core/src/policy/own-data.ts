/** The deepest nesting of documents that is read. */
const maxDepth = 20

/** Fields whose absence means "everything": `undefined` in them is more likely a mistake, and is kept to be refused. */
const meaningful = new Set(['context', 'scope'])

/** Whether an object is data and nothing else: no class, no field that copying would lose. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  // Every realm's own Object.prototype has this method; other roots may hold fields that copying would lose.
  const root =
    prototype === null ||
    (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty'))
  return root && Object.getOwnPropertyNames(value).length === Object.keys(value).length
}

/**
 * A deep copy of plain data in which every object has no prototype and only its own fields, so that neither
 * getters, later changes nor a polluted `Object.prototype` of the host can add to what was written.
 *
 * @throws TypeError for nesting beyond 20 levels, and for objects that are not plain.
 */
export function ownData(value: unknown, depth = 0): unknown {
  if (depth > maxDepth) throw new TypeError(`Data is nested deeper than ${maxDepth} levels`)
  if (Array.isArray(value)) return Array.from(value, (item) => ownData(item, depth + 1))
  if (typeof value !== 'object' || value === null) return value
  if (!isPlain(value))
    throw new TypeError('Only plain objects are read as data: no instances of classes, no hidden fields')
  const copy = Object.create(null) as Record<string, unknown>
  for (const [key, field] of Object.entries(value)) {
    if (field !== undefined || meaningful.has(key)) copy[key] = ownData(field, depth + 1)
  }
  return copy
}
