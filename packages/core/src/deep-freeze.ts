/** Freezes plain data with all that is in it. */
export function deepFreeze<T extends object>(value: T): T {
  for (const field of Object.values(value)) {
    if (typeof field === 'object' && field !== null && !Object.isFrozen(field)) deepFreeze(field as object)
  }
  return Object.freeze(value)
}
