/**
 * A field of an object, unless it is only there because somebody polluted `Object.prototype`: options, entries,
 * rules and subjects are read with this, so that a polluted host does not become a host that allows.
 */
export function own<T extends object, K extends keyof T>(object: T, key: K): T[K] | undefined {
  return key in Object.prototype && !Object.hasOwn(object, key) ? undefined : object[key]
}

/** The first key that is not in the list, or `undefined`: misspelt options are refused, not ignored. */
export function unknownKey(object: object, known: readonly string[]): string | undefined {
  return Object.keys(object).find((key) => !known.includes(key))
}
