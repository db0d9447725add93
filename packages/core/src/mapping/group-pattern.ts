import { own } from '../own.ts'
import type { MappingRow } from '../policy/policy.ts'
import { accessLevels, mappingModes } from '../policy/policy.ts'
import { normalDn } from './dn.ts'
import { readRdnPattern } from './rdn.ts'
import type { RdnPattern } from './rdn.ts'

/**
 * How a provider writes the names of its groups, which says what a wildcard can mean: `path` as GitLab does
 * (`acme/dev`), `dn` as a directory does (`cn=dev,ou=groups,dc=acme`), `plain` without any structure.
 */
export const groupSyntaxes = ['plain', 'path', 'dn'] as const

export type GroupSyntax = (typeof groupSyntaxes)[number]

/** The groups that a row is about. `never`: none, and why. */
export type GroupPattern =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'exact'; readonly group: string }
  /** Every group below this one, however deep. */
  | { readonly kind: 'below'; readonly path: string }
  | ({ readonly kind: 'rdn' } & RdnPattern)
  | { readonly kind: 'never'; readonly why: string }

/** The word for everybody whom the provider has said anything about. */
const everyone = 'everyone'

/**
 * A name in the form in which it is compared. Paths are the same whatever the case of their ASCII letters, and
 * distinguished names however they are spelled; what is neither stays as it is.
 */
export function normalGroup(name: string, syntax: GroupSyntax | undefined): string {
  if (syntax === 'dn') return normalDn(name, { stars: true }) ?? name
  return syntax === 'path' ? name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()) : name
}

const never = (why: string): GroupPattern => ({ kind: 'never', why })

function readPath(path: string): GroupPattern {
  if (!path.includes('*')) return { kind: 'exact', group: path }
  const above = path.split('/')
  const last = above.pop()
  if (last !== '**' || above.length === 0 || above.some((part) => part === '' || part.includes('*')))
    return never('in a path, a wildcard is `/**` at the end, behind at least one whole name')
  return { kind: 'below', path: above.join('/') }
}

function readDn(text: string): GroupPattern {
  if (!text.replaceAll(/\\[^]/g, '').includes('*')) return { kind: 'exact', group: text }
  const pattern = readRdnPattern(text)
  return pattern === undefined
    ? never('in a DN, `*` stands inside the value of the first part, and the rest is written out')
    : { kind: 'rdn', ...pattern }
}

/**
 * Reads what a row says about groups. Names are compared as text; a wildcard means something only in the structure of
 * the provider's names, never as a pattern over their text.
 *
 * @param syntax `undefined`: this application does not know the provider.
 */
export function readGroupPattern(row: MappingRow, syntax: GroupSyntax | undefined): GroupPattern {
  const [provider, group, minAccess, mode]: readonly unknown[] = [
    own(row, 'provider'),
    own(row, 'group'),
    own(row, 'minAccess'),
    own(row, 'mode'),
  ]
  if (typeof provider !== 'string' || typeof group !== 'string') return never('it names no group')
  if (minAccess !== undefined && !(accessLevels as readonly unknown[]).includes(minAccess))
    return never('its `minAccess` is none')
  if (mode !== undefined && !(mappingModes as readonly unknown[]).includes(mode))
    return never('its `mode` is none')
  if (group === everyone)
    return minAccess === undefined ? { kind: 'everyone' } : never('`everyone` has no `minAccess`')
  const name = normalGroup(group, syntax)
  if (syntax === 'path') return readPath(name)
  if (syntax === 'dn') return readDn(name)
  if (!name.includes('*')) return { kind: 'exact', group: name }
  return syntax === 'plain'
    ? never('the names of this provider have no structure that a wildcard could mean')
    : never('the option `providers` does not say how this provider writes its groups')
}
