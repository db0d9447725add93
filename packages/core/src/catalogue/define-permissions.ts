import { TrilatchError } from '../errors.ts'
import { own, unknownKey } from '../own.ts'
import { parentName, permissionNameFault, root, titleFromName } from './permission-name.ts'
import { levels } from './permissions.ts'
import type {
  Level,
  PermissionDefinitions,
  PermissionEntry,
  PermissionNode,
  Permissions,
} from './permissions.ts'
import { isReserved, reservedPermissions, reservedRoot } from './reserved.ts'

const entryKeys = ['title', 'description', 'level', 'on', 'formerly']

function refuse(name: string, why: string): never {
  const message = `Cannot define permission ${JSON.stringify(name)}: ${why}`
  throw new TrilatchError('TRILATCH_PERMISSION_INVALID', message)
}

function checkText(name: string, what: string, text: unknown, most: number): void {
  if (typeof text !== 'string' || text.trim() === '' || text.length > most || /\p{Cc}/u.test(text)) {
    refuse(name, `its ${what} must be a string of 1 to ${most} characters without control characters`)
  }
}

/** An entry with every field present, so that nothing is ever read from a prototype. */
interface CheckedEntry {
  readonly title: string
  readonly description: string | undefined
  readonly level: Level | undefined
  readonly on: string | undefined
  readonly formerly: readonly string[]
}

/** One entry, checked, as a copy that nobody else holds. */
function readEntry(name: string, value: unknown): CheckedEntry {
  const fault = permissionNameFault(name)
  if (fault !== undefined) refuse(name, `${fault}.`)
  if (isReserved(name))
    refuse(name, `"${reservedRoot}" and everything below it is reserved; choose another first segment.`)
  if (typeof value === 'string') {
    checkText(name, 'title', value, 200)
    return { title: value, description: undefined, level: undefined, on: undefined, formerly: [] }
  }
  if (typeof value !== 'object' || value === null)
    refuse(name, 'expected a title or { title, level?, on?, formerly? }.')
  const stray = unknownKey(value, entryKeys)
  if (stray !== undefined)
    refuse(name, `unknown key ${JSON.stringify(stray)}; known are ${entryKeys.join(', ')}.`)
  const entry = value as PermissionEntry
  const title = own(entry, 'title') ?? ''
  const [description, level, on] = [own(entry, 'description'), own(entry, 'level'), own(entry, 'on')]
  checkText(name, 'title', title, 200)
  if (description !== undefined) checkText(name, 'description', description, 1_000)
  if (level !== undefined && !levels.includes(level))
    refuse(name, `its level must be one of ${levels.join(', ')}.`)
  if (on !== undefined) checkText(name, '`on`', on, 64)
  const formerly = own(entry, 'formerly') ?? []
  if (!Array.isArray(formerly)) refuse(name, '`formerly` must be an array of names.')
  for (const old of formerly) {
    const oldFault = typeof old === 'string' ? permissionNameFault(old) : 'it is not a string'
    if (oldFault !== undefined)
      refuse(name, `the former name ${JSON.stringify(old)} cannot have been one: ${oldFault}.`)
    if (isReserved(old)) refuse(name, `the former name ${JSON.stringify(old)} lies in the reserved tree.`)
  }
  return { title, description, level, on, formerly: [...formerly] }
}

/** Children of each node in the order declared, ancestors made where they are missing. */
function growTree(names: Iterable<string>): Map<string, string[]> {
  const children = new Map<string, string[]>([
    [root, []],
    [reservedRoot, []],
  ])
  const add = (name: string): void => {
    if (children.has(name)) return
    const parent = parentName(name) ?? root
    add(parent)
    children.get(parent)?.push(name)
    children.set(name, [])
  }
  for (const name of names) add(name)
  return children
}

/**
 * Declares the catalogue: the tree of all permissions, whose keys are exactly what guards name.
 * Ancestors exist by themselves; declare one to give it a title.
 *
 * @throws TrilatchError `TRILATCH_PERMISSION_INVALID` for an improper name, entry or former name.
 */
export function definePermissions<const D extends PermissionDefinitions>(
  definitions: D,
): Permissions<
  // Conditional types in place, not behind aliases: so that the compiler's messages list the names.
  keyof D extends infer Name ? (Name extends string ? Name : never) : never,
  { [K in keyof D & string]: D[K] extends { readonly on: string } ? K : never }[keyof D & string]
> {
  if (typeof definitions !== 'object' || definitions === null || Array.isArray(definitions)) {
    throw new TypeError('definePermissions takes an object whose keys are the names of permissions')
  }
  const declared = new Map(Object.entries(definitions).map(([name, value]) => [name, readEntry(name, value)]))
  if (declared.size === 0) refuse('', 'a catalogue needs at least one permission.')
  const titles = new Map<string, string>([[root, 'Everything'], ...Object.entries(reservedPermissions)])
  for (const [name, entry] of declared) titles.set(name, entry.title)
  const children = growTree([...declared.keys(), ...Object.keys(reservedPermissions)])

  const nodes: PermissionNode[] = []
  const index = new Map<string, number>()
  const visit = (name: string, parent: PermissionNode | null): void => {
    const entry = declared.get(name)
    const below = children.get(name) ?? []
    if (entry?.level !== undefined && below.length > 0)
      refuse(name, 'a level belongs on a leaf, and this has permissions below it.')
    const title = titles.get(name) ?? titleFromName(name)
    const prefix = parent === null || parent.name === root ? '' : `${parent.path} › `
    const node = Object.freeze({
      name,
      title,
      path: prefix + title,
      depth: parent === null ? 0 : parent.depth + 1,
      parent: parent?.name ?? null,
      description: entry?.description,
      level: entry?.level,
      on: entry?.on,
    })
    index.set(name, nodes.push(node) - 1)
    for (const child of below) visit(child, node)
  }
  visit(root, null)
  visit(reservedRoot, null)

  const former = new Map<string, number>()
  for (const [name, entry] of declared) {
    for (const old of entry.formerly) {
      if (index.has(old)) refuse(name, `its former name ${JSON.stringify(old)} is still in the catalogue.`)
      if (former.has(old)) refuse(name, `its former name ${JSON.stringify(old)} is claimed twice.`)
      former.set(old, index.get(name) ?? -1)
    }
  }
  return Object.freeze({
    names: Object.freeze([...declared.keys()]) as never,
    nodes: Object.freeze(nodes),
    index,
    parents: Int32Array.from(nodes, (node) => (node.parent === null ? -1 : (index.get(node.parent) ?? -1))),
    former,
    has: (name: string) => index.has(name),
  })
}
