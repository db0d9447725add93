import { own } from '../own.ts'

/** The most UTF-16 units a resource's name may have. */
export const maxNameLength = 1_024

/** Whether a code unit is a control character (`\p{Cc}`). */
function isControl(unit: number): boolean {
  return unit < 0x20 || (unit >= 0x7f && unit <= 0x9f)
}

/**
 * Whether a text can name a resource: well-formed, 1 to 1,024 UTF-16 units, no control characters, no `.` or
 * `..` segments, no `//`, no trailing `/`. Anything else could be a second spelling of another resource's name.
 */
export function isProperName(name: string): boolean {
  if (name.length === 0 || name.length > maxNameLength) return false
  let start = 0
  for (let i = 0; i <= name.length; i++) {
    const unit = i === name.length ? 0x2f : name.charCodeAt(i)
    if (isControl(unit)) return false
    if (unit !== 0x2f) continue
    const length = i - start
    // Empty segments: only the one before a leading slash.
    if (length === 0 && i > 0) return false
    if (length === 1 && name.charCodeAt(start) === 0x2e) return false
    if (length === 2 && name.charCodeAt(start) === 0x2e && name.charCodeAt(start + 1) === 0x2e) return false
    start = i + 1
  }
  return name.isWellFormed()
}

/**
 * The text that is to name a resource: a string itself, or an object's `name`. It may be improper still.
 * `undefined` for anything else; nothing throws, whatever the object does.
 */
export function textOf(resource: unknown): string | undefined {
  if (typeof resource === 'string') return resource
  if (typeof resource !== 'object') return undefined
  try {
    const name = own(resource as { readonly name?: unknown }, 'name')
    if (typeof name === 'string') return name
  } catch {
    // What throws when it is asked, as null does, has no name.
  }
  return undefined
}

/** The name of what was handed in as a resource, or `undefined` when it has no proper one. */
export function resourceName(resource: unknown): string | undefined {
  const text = textOf(resource)
  return text !== undefined && isProperName(text) ? text : undefined
}
