/** A catalogue as far as its names go: the type of what `definePermissions` gives. */
export interface CatalogueNames {
  readonly names: readonly string[]
}

/** The names that may be asked about: those of a catalogue's type, or a union of names as it is. */
export type PermissionName<Of> = Of extends string
  ? Of
  : Of extends { readonly names: readonly (infer Name extends string)[] }
    ? Name
    : never
