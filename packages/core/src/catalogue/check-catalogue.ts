import type { Permissions } from './permissions.ts'

/** Whether something is what `definePermissions` gives. */
export const isCatalogue = (value: unknown): value is Permissions =>
  (value as Partial<Permissions> | null | undefined)?.index instanceof Map

/** @throws TypeError for permissions as they are declared, before they were defined */
export function checkCatalogue(value: unknown, call: string): void {
  if (!isCatalogue(value))
    throw new TypeError(`The permissions of ${call} must be what definePermissions() gives`)
}
