import { own as ownField } from '../own.ts'
import type { CatalogueDocument } from './catalogue-document.ts'
import type { Permissions } from './permissions.ts'

/** The names that rules may use, as far as checking a rule needs to know. A catalogue is one. */
export interface KnownNames {
  /** Names to suggest. */
  readonly names: readonly string[]
  readonly index: Pick<ReadonlyMap<string, unknown>, 'keys'>
  readonly former: Pick<ReadonlyMap<string, unknown>, 'has'>
  has(name: string): boolean
}

/** The names of an application's own catalogue and of those that others have published beside it. */
export function knownNames(own: Permissions, published: Iterable<CatalogueDocument>): KnownNames {
  const [index, former] = [new Map<string, true>(), new Map<string, true>()]
  for (const name of own.index.keys()) index.set(name, true)
  for (const name of own.former.keys()) former.set(name, true)
  const names = new Set(own.names)
  for (const catalogue of published) {
    for (const permission of catalogue) {
      names.add(permission.name)
      index.set(permission.name, true)
      for (const old of ownField(permission, 'formerly') ?? []) former.set(old, true)
    }
  }
  return { names: [...names], index, former, has: (name) => index.has(name) }
}
