import { TrilatchError } from '@trilatch/core'
import type { ListedRoute, Requirement } from '@trilatch/core'
import { findRoutes } from './list.ts'
import type { Found, Hidden, Place } from './list.ts'
import type { Part } from './parts.ts'
import type { PlainMiddleware } from './plain.ts'

const isHidden = (found: Found): found is Hidden => 'hidden' in found
const pathOf = ({ path }: { readonly path: string }): string => JSON.stringify(path || '/')

/** How a message shows a function: by its name, or by how its text begins. */
function shown({ hidden: { name }, hidden, number }: Hidden): string {
  const begin = String(hidden).replaceAll(/\s+/g, ' ').slice(0, 60)
  return `number ${number}, ${name === '' ? `which has no name: ${begin}…` : name}`
}

/** Says which middleware may hide routes, and what to do about it. */
function refuse(place: Place, hidden: readonly Hidden[], parts: readonly Part[]): never {
  const paths = parts.map(pathOf).join(', ')
  const lines = hidden.map((one) => `\n- ${shown(one)}`).join('')
  const message =
    hidden.length === 0
      ? `\`mounted\` names ${paths}, and no middleware of ${place.name} is left that could hold it.`
      : `Some middleware of ${place.name} may have routes that cannot be seen:${lines}\n` +
        'If it only passes requests on, name it in `plain`, as plain: ["bodyParser"]. If it holds routes, hand them ' +
        'over in `mounted`, in the order of use, as mounted: { "/admin": adminApplication }.' +
        (parts.length === 0 ? '' : ` So far \`mounted\` names ${paths} for ${place.name}.`)
  throw new TrilatchError('TRILATCH_ROUTES_HIDDEN', message)
}

/**
 * Which part each hidden middleware is, and what stands before it: itself, where that was handed over, or else in the
 * order of use. Nothing tells whether that order is the true one, and so only guards before all of those count.
 */
function assign(
  place: Place,
  hidden: readonly Hidden[],
  parts: readonly Part[],
): ReadonlyMap<Hidden, Assigned> {
  const assigned = new Map<Hidden, Assigned>()
  for (const one of hidden) {
    const part = parts.find(({ itself }) => itself === one.hidden)
    if (part !== undefined) assigned.set(one, { part, guards: one.guards })
  }
  const known = new Set(Array.from(assigned.values(), ({ part }) => part))
  const left = parts.filter((part) => !known.has(part))
  const alike = hidden.filter((one) => !assigned.has(one))
  if (left.length !== alike.length) refuse(place, alike, left)
  const common = (alike[0]?.guards ?? []).filter((guard) =>
    alike.every(({ guards }) => guards.includes(guard)),
  )
  for (const [i, one] of alike.entries()) assigned.set(one, { part: left[i] as Part, guards: common })
  return assigned
}

interface Assigned {
  readonly part: Part
  readonly guards: readonly Requirement[]
}

/** The routes of a list of middleware and of all that is mounted in it. */
export function listRoutes(
  place: Place,
  parts: readonly Part[],
  plain: PlainMiddleware,
): readonly ListedRoute[] {
  const found = findRoutes(place, plain)
  const assigned = assign(place, found.filter(isHidden), parts)
  return found.flatMap((one) => {
    if (!isHidden(one)) return [one]
    const { part, guards } = assigned.get(one) as Assigned
    const path = place.path + part.path
    if (part.list === undefined) return [{ method: '*', path: `${path}/*`, guards }]
    const name = `what is mounted at ${pathOf({ path })}`
    return listRoutes({ list: part.list, name, path, guards }, part.mounted, plain)
  })
}
