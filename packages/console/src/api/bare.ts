/**
 * Plain data without prototypes, so that what is not there is not found on a polluted `Object.prototype` of the host.
 * Only what is data: texts, numbers, lists and objects.
 */
export function bare<T>(value: T): T {
  if (Array.isArray(value)) return value.map(bare) as T
  if (typeof value !== 'object' || value === null) return value
  const copy = Object.create(null) as Record<string, unknown>
  for (const [key, field] of Object.entries(value)) copy[key] = bare(field)
  return copy as T
}
