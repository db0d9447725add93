import { createHash } from 'node:crypto'
import { permissionNameFault, root } from './permission-name.ts'
import { levels } from './permissions.ts'
import type { Level, Permissions } from './permissions.ts'
import { isReserved } from './reserved.ts'

/** A permission as it is published: what `definePermissions` was told, titles of ancestors filled in. */
export interface PublishedPermission {
  readonly name: string
  readonly title: string
  readonly description?: string
  readonly level?: Level
  readonly on?: string
  readonly formerly?: readonly string[]
}

/**
 * A catalogue as data: every node but `*` and those of the reserved subtree, parents before children. What an
 * application publishes in its store, and what others draw and check its permissions by.
 */
export type CatalogueDocument = readonly PublishedPermission[]

/** A catalogue as data, frozen. */
export function catalogueDocument(permissions: Permissions): CatalogueDocument {
  const formerly = new Map<number, string[]>()
  for (const [old, node] of permissions.former) formerly.set(node, [...(formerly.get(node) ?? []), old])
  const published = permissions.nodes.flatMap(({ name, title, description, level, on }, i) => {
    if (name === root || isReserved(name)) return []
    const old = formerly.get(i)
    return Object.freeze({
      name,
      title,
      ...(description === undefined ? {} : { description }),
      ...(level === undefined ? {} : { level }),
      ...(on === undefined ? {} : { on }),
      ...(old === undefined ? {} : { formerly: Object.freeze(old.toSorted()) }),
    })
  })
  return Object.freeze(published)
}

/** Tells catalogues apart that answer, or phrase an answer, differently: SHA-256 of the document, 43 characters. */
export function catalogueDigest(document: CatalogueDocument): string {
  return createHash('sha256').update(JSON.stringify(document)).digest('base64url')
}

const isName = (name: unknown): name is string =>
  typeof name === 'string' && permissionNameFault(name) === undefined && !isReserved(name)
const isText = (text: unknown): boolean => text === undefined || typeof text === 'string'

function isPublished(value: unknown): value is PublishedPermission {
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map<string, unknown>(Object.entries(value))
  const [level, formerly] = [fields.get('level'), fields.get('formerly')]
  return (
    isName(fields.get('name')) &&
    typeof fields.get('title') === 'string' &&
    isText(fields.get('description')) &&
    isText(fields.get('on')) &&
    (level === undefined || levels.includes(level as Level)) &&
    (formerly === undefined || (Array.isArray(formerly) && formerly.every(isName)))
  )
}

/** Whether data from a store is a catalogue. */
export function isCatalogueDocument(data: unknown): data is CatalogueDocument {
  return Array.isArray(data) && data.every(isPublished)
}
