import { definePermissions } from '@trilatch/core'
import { compilePolicy } from '../../packages/core/src/decision/compiled-policy.ts'
import type { Workload } from './workloads.ts'

/** A rule of CASL over names. */
export interface CaslRule {
  readonly action: string
  readonly subject: string
  readonly inverted?: boolean
  readonly conditions?: { readonly name: { readonly $regex: RegExp } }
}

/** A context as a regular expression; names here have no slashes. */
function toRegExp(context: string): RegExp {
  const source = context.replaceAll(
    /[.*?]/g,
    (char) => ({ '.': String.raw`\.`, '*': '[^/]*', '?': '[^/]' })[char] ?? char,
  )
  return new RegExp(`^${source}$`)
}

/** One role's rules for every permission in CASL's native order: what decides last here stands last there. */
export function programRules(workload: Workload, id: string): CaslRule[] {
  const permissions = definePermissions(Object.fromEntries(workload.permissions.map((name) => [name, name])))
  const role = compilePolicy('', workload.roles, permissions).roles.get(id)
  const asked = new Set(workload.checks.map(({ permission }) => permission))
  return [...asked].flatMap((subject) => {
    const walk: CaslRule[] = []
    for (
      let node = permissions.index.get(subject) ?? -1;
      node !== -1;
      node = permissions.parents[node] ?? -1
    ) {
      for (const { state, context } of role?.rules.get(node) ?? []) {
        walk.push({
          action: 'use',
          subject,
          inverted: state === 'forbidden',
          ...(context === undefined ? {} : { conditions: { name: { $regex: toRegExp(context.text) } } }),
        })
      }
    }
    return walk.toReversed()
  })
}
