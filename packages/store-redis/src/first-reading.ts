import type { Opening, StoredRole } from '@trilatch/core'
import { readApplications } from './applications.ts'
import { openRole } from './documents.ts'
import { garbled } from './garbled.ts'
import { texts } from './gather.ts'
import { pairs } from './pairs.ts'
import { list } from './scripts/script.ts'
import type { Seal } from './seal.ts'

/**
 * What the first reading of a process is to bring beside the position, and what it has brought: a process that lives for
 * one request must not ask for each by itself.
 */
export class FirstReading {
  #wanted: readonly string[] | undefined
  #brought: { readonly ids: readonly string[]; readonly reply: unknown } | undefined

  /** Ids of roles; `undefined` when nobody wants any, nor applications. */
  get wanted(): readonly string[] | undefined {
    return this.#wanted
  }

  want(ids: readonly string[]): void {
    this.#wanted = [...new Set([...(this.#wanted ?? []), ...ids])]
  }

  /** @param ids What was wanted when it was sent. @param reply What the script has given. */
  bring(ids: readonly string[], reply: unknown): void {
    this.#brought = { ids, reply }
  }

  /** What was brought, for one who wants these roles; only once, for it does not stay true. @throws GarbledError */
  take(seal: Seal, ids: readonly string[]): Opening | undefined {
    const brought = this.#brought
    this.#wanted = this.#brought = undefined
    if (brought === undefined || !ids.every((id) => brought.ids.includes(id))) return undefined
    const [documents, left, version, settings, published] = list(brought.reply, 'what a process begins with')
    return {
      ...(texts(left).length > 0 ? {} : { roles: inheriting(seal, documents) }),
      ...(published === null ? {} : { applications: readApplications(seal, [version, settings, published]) }),
    }
  }
}

/** Roles by id. @throws GarbledError where not all that is inherited was given */
export function inheriting(seal: Seal, documents: unknown): ReadonlyMap<string, StoredRole> {
  const asked = new Set<string>()
  const found = new Map<string, StoredRole>()
  for (const [id, text] of pairs(documents)) {
    asked.add(id)
    if (text !== null) found.set(id, openRole(seal, id, text))
  }
  // A document that Redis reads otherwise than we do would leave some out.
  for (const { role } of found.values()) {
    const inherits = Object.hasOwn(role, 'inherits') ? role.inherits : []
    for (const id of inherits ?? []) if (!asked.has(id)) throw garbled(`role ${JSON.stringify(id)}`)
  }
  return found
}
