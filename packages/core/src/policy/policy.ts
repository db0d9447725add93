/** What a rule says; `unspecified` is the absence of a rule. */
export type State = 'granted' | 'forbidden'

/** One line of a role: this permission, and what is below it, is granted or forbidden where the context matches. */
export interface Rule<Permission extends string = string> {
  readonly permission: Permission
  readonly state: State
  /** A pattern over resource names; absent means every resource. */
  readonly context?: string
}

/** A named set of rules, the only source of rights. Data: it survives `JSON.stringify`. */
export interface Role<Permission extends string = string> {
  /** Fixed and unique: 1 to 128 of `A-Z a-z 0-9 _ . : @ / -`, not beginning with one of `. : @ / -`. */
  readonly id: string
  /** Unique; the id where absent. */
  readonly title?: string
  readonly description?: string
  /** Whoever holds it is granted everything, Trilatch's own permissions included. */
  readonly administrator?: boolean
  /** Ids of roles whose rules its holders also get; it never subtracts. */
  readonly inherits?: readonly string[]
  readonly rules: readonly Rule<Permission>[]
}

/** A subject has a role, for every resource or only where the scope matches. */
export interface Assignment {
  readonly subject: string
  readonly role: string
  readonly scope?: string
}

/** What a mapping row asks of a GitLab group, from least to most. */
export const accessLevels = ['member', 'developer', 'maintainer', 'owner'] as const

export type AccessLevel = (typeof accessLevels)[number]

/**
 * What becomes of the roles of a mapping row. `sync`: they come and go with the group. `additive`: they become ordinary
 * assignments when the group is recorded, which nobody takes back; when the account is gone, its user is suspended.
 */
export const mappingModes = ['sync', 'additive'] as const

export type MappingMode = (typeof mappingModes)[number]

/** People in this group of this provider get these roles. */
export interface MappingRow {
  readonly provider: string
  readonly group: string
  readonly roles: readonly string[]
  readonly scope?: string
  readonly minAccess?: AccessLevel
  /** Default `sync`. */
  readonly mode?: MappingMode
}

/** A whole policy as a document, in JSON or YAML. */
export interface PolicyDocument<Permission extends string = string> {
  readonly format: 1
  readonly roles: readonly Role<Permission>[]
  readonly assignments: readonly Assignment[]
  readonly mappings: readonly MappingRow[]
}
