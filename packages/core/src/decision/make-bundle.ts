import type { PermissionNode } from '../catalogue/permissions.ts'
import { meansEveryResource } from '../context/context.ts'
import { NameTable } from '../context/name-table.ts'
import { compareText } from '../compare-text.ts'
import { own } from '../own.ts'
import { canSome, contextsOf } from './list-permissions.ts'
import type { BundledPermission, BundledRole, DecisionBundle } from './bundle-schema.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { CompiledRole } from './compiled-role.ts'
import { decide } from './decision.ts'
import { resolveHoldings } from './holdings.ts'
import type { Holdings } from './holdings.ts'
import { semanticsVersion } from './semantics.ts'
import type { Snapshot } from './snapshot.ts'
import { Verdicts } from './verdicts.ts'

/** What a bundle is about. */
export interface BundleSubject {
  /** Where in its store's history the policy was made. */
  readonly position: string
  /** Digest of the catalogue. */
  readonly catalogue: string
  readonly anonymous: boolean
  /** In order, each once. */
  readonly given: readonly BundledRole[]
}

/** Roles by id, then scope, none first; each pair once, and a scope that means every resource is none. */
export function orderGiven(given: Iterable<BundledRole>): readonly BundledRole[] {
  const found = new Map<string, BundledRole>()
  for (const item of given) {
    const scope = own(item, 'scope')
    const kept = meansEveryResource(scope) ? { role: item.role } : { role: item.role, scope: scope as string }
    found.set(JSON.stringify(kept), kept)
  }
  return [...found.values()].toSorted(
    (a, b) =>
      compareText(a.role, b.role) ||
      Number(a.scope !== undefined) - Number(b.scope !== undefined) ||
      compareText(a.scope as string, b.scope as string),
  )
}

const scoped = (scope: string | undefined): { scope?: string } => (scope === undefined ? {} : { scope })

/** A role as far as the catalogue knows it: what is read on the safe side is written as it is read. */
function bundledRole(policy: CompiledPolicy, role: CompiledRole): DecisionBundle['roles'][number] {
  const nodes = [...role.rules].toSorted(([a], [b]) => a - b)
  return {
    id: role.id,
    title: role.title,
    ...(role.administrator ? { administrator: true } : {}),
    rules: nodes.flatMap(([node, rules]) =>
      rules.map(({ state, context }) => ({
        permission: (policy.permissions.nodes[node] as PermissionNode).name,
        state,
        ...(context === undefined ? {} : { context: context.text }),
      })),
    ),
  }
}

/** The answer for every proper name, if it is one. */
function namedOf(policy: CompiledPolicy, holdings: Holdings, node: number): BundledPermission['named'] {
  if (holdings.administrator !== undefined) return 'granted'
  const said = holdings.list.map(({ role, scope }) => ({ ...policy.programs.of(role, node), scope }))
  if (said.some(({ fixed, scope }) => fixed === true && scope === undefined)) return 'granted'
  return said.some(({ fixed }) => fixed !== false) ? 'depends' : 'forbidden'
}

/**
 * All answers of one set of roles. Pure.
 *
 * @param policy Has at least the roles that are given and all that they inherit.
 */
export function makeBundle(policy: CompiledPolicy, about: BundleSubject): DecisionBundle {
  const source = about.anonymous ? 'anonymous' : 'assigned'
  const holdings = resolveHoldings(
    policy,
    about.given.map((item) => ({ ...item, source })),
  )
  const { list, administrator, ignored } = holdings
  const snapshot: Snapshot = {
    policy: { ...policy, names: new NameTable(policy.contexts) },
    subjectId: null,
    standing: administrator === undefined ? 'roles' : 'administrator',
    holdings,
    verdicts: new Verdicts(policy, list),
  }
  const permissions = policy.permissions.nodes.map(
    ({ name, title, path, depth }, node): BundledPermission => {
      const { state, reason, by } = decide(snapshot, { permission: name, node, name: undefined })
      return {
        permission: name,
        title,
        path,
        depth,
        state,
        reason,
        ...(by === undefined ? {} : { by }),
        some: canSome(snapshot, node),
        named: namedOf(policy, holdings, node),
        contexts: contextsOf(snapshot, node),
      }
    },
  )
  const held = new Map(list.map(({ role }) => [role.id, role]))
  return {
    format: 'trilatch-bundle',
    version: 1,
    semantics: semanticsVersion,
    position: about.position,
    policy: policy.version,
    catalogue: about.catalogue,
    anonymous: about.anonymous,
    given: about.given,
    // Which groups roles come from is nothing that a bundle knows: those that are had too widely are not given.
    ignored: ignored.map(({ given: { role, scope }, why }) => ({
      role,
      ...scoped(scope),
      why: why as Exclude<typeof why, 'administrator-mapped-widely'>,
    })),
    administrator: administrator !== undefined,
    roles: [...held.values()].map((role) => bundledRole(policy, role)),
    holdings: list.map(({ role, scope, via }) => ({ role: role.id, ...scoped(scope?.text), via })),
    permissions,
  }
}
