import { BoundedMap } from '../bounded-map.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { IgnoredRole } from './snapshots.ts'

/** The most ignored roles that are remembered for the diagnostics. */
const kept = 500

/** So much of a text from a store as tells which it is; what a store shows may be no text at all. */
export function shown(text: unknown, most: number): string {
  return typeof text === 'string' ? JSON.stringify(text.slice(0, most)) : '(no text)'
}

/** Roles that subjects were given lately and that count for nothing, for the diagnostics. */
export class IgnoredRoles {
  readonly #found = new BoundedMap<string, Diagnostic>(kept)

  remember({ given, why }: IgnoredRole): void {
    const [role, scope] = [shown(given.role, 200), shown(given.scope, 300)]
    const key = JSON.stringify([role, scope, why, given.source])
    if (this.#found.get(key) !== undefined) return
    const reason = {
      'role-unknown': 'there is no such role',
      'scope-unacceptable': `its scope ${scope} is not accepted`,
      'administrator-scoped': 'an administrator role cannot be held with a scope',
      'administrator-anonymous': 'nobody who is not signed in can be an administrator',
      'administrator-mapped-widely': 'no wildcard and not "everyone" leads to an administrator role',
    }[why]
    const message = `Role ${role} (${given.source}) was ignored: ${reason}.`
    const id = typeof given.role === 'string' ? given.role.slice(0, 200) : ''
    this.#found.set(key, { kind: 'role-ignored', severity: 'warning', role: id, message })
  }

  diagnostics(): Iterable<Diagnostic> {
    return this.#found.values()
  }
}
