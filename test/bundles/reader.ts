// A reader of decision bundles as one would write it in another language: from docs/bundles.md alone, on plain JSON.
import { limitMatches, properName } from './names.ts'

/** The members of a bundle that a reader needs. */
export interface ReadableBundle {
  readonly administrator: boolean
  readonly roles: readonly {
    readonly id: string
    readonly rules: readonly {
      readonly permission: string
      readonly state: string
      readonly context?: string
    }[]
  }[]
  readonly holdings: readonly { readonly role: string; readonly scope?: string }[]
  readonly permissions: readonly {
    readonly permission: string
    readonly state: string
    readonly reason: string
    readonly named: string
  }[]
}

export interface BundleAnswer {
  readonly state: string
  readonly reason: string
}

/** The node above, or `undefined` at a root. */
function above(node: string): string | undefined {
  if (node === '*' || node === 'trilatch') return undefined
  const dot = node.lastIndexOf('.')
  return dot === -1 ? '*' : node.slice(0, dot)
}

/** What one role says about a permission and a name. */
function says(
  rules: ReadableBundle['roles'][number]['rules'],
  permission: string,
  name: string,
): string | undefined {
  for (let node: string | undefined = permission; node !== undefined; node = above(node)) {
    const here = rules.filter((rule) => rule.permission === node)
    const first = here.find(({ context }) => context === undefined || limitMatches(context, name))
    if (first !== undefined) return first.state
  }
  return undefined
}

/** One question, answered from a bundle. @param resource Nothing, or what is acted on. */
export function answerFrom(
  bundle: ReadableBundle,
  permission: string,
  resource: readonly [] | readonly [unknown],
): BundleAnswer {
  const entry = bundle.permissions.find((one) => one.permission === permission)
  if (entry === undefined) return { state: 'forbidden', reason: 'unknown-permission' }
  if (resource.length === 0) return { state: entry.state, reason: entry.reason }
  const name = properName(resource[0])
  if (name === undefined) return { state: 'forbidden', reason: 'improper-resource' }
  if (bundle.administrator) return { state: 'granted', reason: 'administrator' }
  if (entry.named === 'granted') return { state: 'granted', reason: 'granted' }
  const said = bundle.holdings.flatMap(({ role: id, scope }) => {
    const role = bundle.roles.find((one) => one.id === id)
    if (role === undefined || (scope !== undefined && !limitMatches(scope, name))) return []
    return [says(role.rules, permission, name)]
  })
  if (said.includes('granted')) return { state: 'granted', reason: 'granted' }
  return { state: 'forbidden', reason: said.includes('forbidden') ? 'forbidden' : 'nothing-granted' }
}
