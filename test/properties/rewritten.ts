// Other ways of writing a world down, and other names for what is in it.
import type { Role, Rule, World } from '../specification/specification.ts'

/** The n-th arrangement of a list; the 0-th is the list as it is. */
export function arranged<T>(list: readonly T[], n: number): T[] {
  const left = [...list]
  const found: T[] = []
  for (let code = n; left.length > 0;) {
    const size = left.length
    found.push(...left.splice(code % size, 1))
    code = Math.floor(code / size)
  }
  return found
}

/**
 * The world with one role that inherits all but the last, which those inherit: several ways, equally short, lead
 * from the first to the last. Random worlds seldom have that.
 */
export function interwoven(world: World): World {
  const able = world.roles.filter(({ administrator }) => administrator !== true).map(({ id }) => id)
  const [first, last] = [able[0], able.at(-1)]
  const inherits = (id: string): string[] => {
    if (id === first) return able.slice(1, -1).toReversed()
    return able.slice(1, -1).includes(id) && last !== undefined ? [last] : []
  }
  return { ...world, roles: world.roles.map((role): Role => ({ ...role, inherits: inherits(role.id) })) }
}

/** How many ways of this length lead from one role to another. */
export function countWays({ roles }: World, from: string, to: string, length: number): number {
  if (length === 0) return from === to ? 1 : 0
  const next = roles.find(({ id }) => id === from)?.inherits ?? []
  return next.reduce((sum, id) => sum + countWays({ roles } as World, id, to, length - 1), 0)
}

/** The same world with every list in another order. */
export function rearranged(world: World, n: number): World {
  const roles = world.roles.map((role): Role => ({
    ...role,
    ...(role.inherits && { inherits: arranged(role.inherits, n) }),
    rules: arranged(role.rules, n),
  }))
  return {
    ...world,
    roles: arranged(roles, n),
    subject: { ...world.subject, roles: arranged(world.subject.roles, n) },
  }
}

/** The same world with one item of every list, where the list has any, once more at another place. */
export function repeated(world: World, n: number): World {
  const again = <T>(list: readonly T[]): T[] =>
    list.length === 0 ? [] : arranged([...list, ...list.slice(n % list.length).slice(0, 1)], n)
  return {
    ...world,
    roles: world.roles.map((role): Role => ({
      ...role,
      ...(role.inherits && { inherits: again(role.inherits) }),
      rules: again(role.rules),
    })),
    subject: { ...world.subject, roles: again(world.subject.roles) },
  }
}

/** The world with one of its roles once more under another name; whoever held that role holds both. */
export function withTwin(world: World, n: number): World {
  const role = world.roles[n % world.roles.length] as Role
  const id = `${n % 2 === 0 ? 'A' : 'z'}-twin`
  const twins = world.subject.roles.filter((held) => held.role === role.id)
  return {
    ...world,
    roles: [...world.roles, { ...role, id }],
    subject: {
      ...world.subject,
      roles: [...world.subject.roles, ...twins.map((held) => ({ ...held, role: id }))],
    },
  }
}

/** New names for the roles, the permissions and the subject of a world. */
export interface Renaming {
  readonly role: (id: string) => string
  readonly permission: (name: string) => string
}

const isFixed = (name: string): boolean => name === '*' || name.split('.')[0] === 'trilatch'

/**
 * A renaming of a world that keeps the order of role ids and the tree of permissions: what is told of several
 * roles is told of the first, so another order would be another answer.
 *
 * @param n Where numbering begins, so that cases differ.
 */
export function renamingOf({ roles }: World, n: number): Renaming {
  const ids = roles.map(({ id }) => id).toSorted()
  const numbers = new Map<string, number>()
  const numberOf = (path: string): number => {
    if (!numbers.has(path)) numbers.set(path, numbers.size + n)
    return numbers.get(path) ?? 0
  }
  return {
    // Unknown roles stay unknown: they get names that no role has.
    role: (id) => (ids.includes(id) ? `r${1_000_000 + n + ids.indexOf(id)}` : `unknown-${id}`),
    permission: (name) => {
      if (isFixed(name)) return name
      const segments = name.split('.')
      return segments.map((_, depth) => `p${numberOf(segments.slice(0, depth + 1).join('.'))}`).join('.')
    },
  }
}

/** The world with everything in it called by its new name. */
export function renamed(world: World, { role: renameRole, permission: renamePermission }: Renaming): World {
  const rename = (rule: Rule): Rule => ({ ...rule, permission: renamePermission(rule.permission) })
  return {
    ...world,
    nodes: world.nodes.map(renamePermission),
    roles: world.roles.map((role): Role => ({
      ...role,
      id: renameRole(role.id),
      ...(role.inherits && { inherits: role.inherits.map(renameRole) }),
      rules: role.rules.map(rename),
    })),
    subject: {
      ...world.subject,
      roles: world.subject.roles.map((held) => ({ ...held, role: renameRole(held.role) })),
    },
  }
}
