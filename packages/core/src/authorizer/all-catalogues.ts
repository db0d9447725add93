import { catalogueDigest, catalogueDocument } from '../catalogue/catalogue-document.ts'
import type { CatalogueDocument } from '../catalogue/catalogue-document.ts'
import { definePermissions } from '../catalogue/define-permissions.ts'
import type { Permissions } from '../catalogue/permissions.ts'
import type { Store } from '../store/store.ts'

/** A published catalogue as the application that published it has it. */
function catalogueOf(document: CatalogueDocument): Permissions {
  const definitions = document.map(({ name, ...entry }) => [name, entry] as const)
  // Ancestors are published with their titles, and only leaves have levels.
  return definePermissions(Object.fromEntries(definitions))
}

/** Gives the catalogues of all applications that share a store, this application's first. */
export function allCatalogues(
  permissions: Permissions,
  store: Pick<Store, 'applications'>,
): () => Promise<readonly Permissions[]> {
  const own = catalogueDigest(catalogueDocument(permissions))
  return async () => {
    const { published } = await store.applications()
    // This application's own is among those that are published.
    const others = [...published.values()].flatMap(({ digest, catalogue }) =>
      digest === own ? [] : catalogueOf(catalogue),
    )
    return [permissions, ...others]
  }
}
