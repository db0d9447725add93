import type { ReservedPermission } from './reserved.ts'

/** What a permission lets somebody do, from least to most; the six default roles are derived from it. */
export const levels = ['view', 'comment', 'run', 'schedule', 'edit', 'delete'] as const

export type Level = (typeof levels)[number]

/** One entry of the catalogue; a plain string is short for `{ title }`. */
export interface PermissionEntry {
  /** What people read: "Create Project". 1 to 200 characters, no control characters. */
  readonly title: string
  /** A sentence for the console. At most 1,000 characters. */
  readonly description?: string
  /** On leaves only; used by `defaultRoles`. */
  readonly level?: Level
  /** The kind of resource it is about; a guard for it that names no resource does not compile. */
  readonly on?: string
  /** Names this permission had before: stored rules for them count as rules for it. */
  readonly formerly?: readonly string[]
}

/** What `definePermissions` takes: the names that guards will use, each with its title or entry. */
export type PermissionDefinitions = Readonly<Record<string, string | PermissionEntry>>

/** A node of the catalogue's tree, declared or implied by a declared name below it. */
export interface PermissionNode {
  readonly name: string
  readonly title: string
  /** Titles from the top: `Project › Create Project`. */
  readonly path: string
  /** 0 for the two roots `*` and `trilatch`. */
  readonly depth: number
  /** `null` for a root. */
  readonly parent: string | null
  readonly description: string | undefined
  readonly level: Level | undefined
  readonly on: string | undefined
}

/** Every proper ancestor of a dotted name: `a.b.c` → `a | a.b`. */
export type AncestorOf<Name extends string> = Name extends `${infer Head}.${infer Tail}`
  ? Head | `${Head}.${AncestorOf<Tail>}`
  : never

/** What a rule may name: declared permissions, their ancestors, `*`, and Trilatch's own permissions. */
export type RulePermission<Name extends string> = Name | AncestorOf<Name> | '*' | ReservedPermission

/** What may be asked about: declared permissions, and Trilatch's own. */
export type AskedPermission<Name extends string> = Name | ReservedPermission

/**
 * The catalogue: the tree of all permissions an application knows, fixed when it is built.
 *
 * `Name` are the declared names, `Located` those declared with `on`.
 */
export interface Permissions<Name extends string = string, Located extends string = Name> {
  /** The declared names, in the order declared. */
  readonly names: readonly Name[]
  /** Every node, parents before children: `*`, the application's, then the reserved `trilatch` tree. */
  readonly nodes: readonly PermissionNode[]
  /** Position of a node in `nodes` by its name. */
  readonly index: ReadonlyMap<string, number>
  /** Position of each node's parent in `nodes`; -1 for the two roots. */
  readonly parents: Int32Array
  /** Former names and the position of the node that has taken each one's place. */
  readonly former: ReadonlyMap<string, number>
  /** Whether a name is a node of the tree. */
  has(name: string): boolean
  /** Only for the compiler, never present; a method, so that a catalogue passes where fewer names are known as located. */
  '~located'?(permission: Located): void
}

/** The declared names of a catalogue: `NameOf<typeof permissions>`. */
export type NameOf<P> = P extends Permissions<infer Name, infer _Located> ? Name : never
