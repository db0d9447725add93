import { createAuthorizer, memoryStore } from '@trilatch/core'
import type { AccessLevel, GroupSyntax, PermissionView } from '@trilatch/core'
import type { IdentityGroup } from '@trilatch/auth'
import type { ConfiguredAuthorizer } from './config/define-config.ts'
import { actor } from './session.ts'

/** A mapping row that somebody's groups lead through, and the roles that it gives. */
export interface MatchedRow {
  readonly group: string
  /** The group of theirs that matched; absent for `everyone`. */
  readonly by?: string
  readonly role: string
  readonly scope?: string
}

/** What groups would lead to. */
export interface MappedRoles {
  readonly rows: readonly MatchedRow[]
  readonly roles: readonly string[]
  readonly permissions: readonly Pick<PermissionView, 'permission' | 'path' | 'state' | 'some'>[]
  /** What the diagnostics say of mapping rows that lead nobody anywhere. */
  readonly faults: readonly string[]
}

const subject = 'somebody'

/**
 * What groups lead to by the mapping rows of the application. Asked of the same engine over a copy in memory: nothing
 * is written.
 *
 * @param syntax How the provider writes its groups.
 */
export async function mappedRoles(
  authorizer: ConfiguredAuthorizer,
  provider: string,
  groups: readonly IdentityGroup[],
  syntax: GroupSyntax,
): Promise<MappedRoles> {
  const manager = authorizer.manage(actor)
  const roles = (await manager.roles()).map(({ role }) => role)
  const mappings = (await manager.mappings()).rows.filter((row) => row.provider === provider)
  const faults = (await authorizer.diagnostics()).flatMap(({ kind, message }) =>
    kind === 'mapping-unmatched' ? [message] : [],
  )
  const { permissions } = authorizer
  const copy = createAuthorizer<string, never>({
    permissions,
    store: memoryStore({ roles, mappings }),
    providers: { [provider]: syntax },
  })
  try {
    const named = groups.map(({ name, access }) =>
      access === undefined ? { name } : { name, access: access as AccessLevel },
    )
    await copy.manage(actor).recordGroups(subject, provider, { status: 'complete', groups: named })
    const access = await copy.access({ id: subject })
    const [first] = permissions.index.keys()
    const held = first === undefined ? [] : access.explain(first).roles
    const rows = held.flatMap(({ role, scope, mapped, via }) => {
      if (mapped === undefined || via.length > 1) return []
      const { group, by } = mapped
      const place = { ...(by === undefined ? {} : { by }), ...(scope === undefined ? {} : { scope }) }
      return [{ group, role, ...place }]
    })
    return {
      rows,
      roles: [...new Set(held.map(({ role }) => role))],
      permissions: access
        .permissions()
        .filter(({ some, state }) => some || state === 'granted')
        .map(({ permission, path, state, some }) => ({ permission, path, state, some })),
      faults,
    }
  } finally {
    await copy.close()
  }
}
