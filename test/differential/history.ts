import { createAuthorizer, definePermissions, memoryStore, TrilatchError } from '@trilatch/core'
import type { Assignment, Authorizer, Manager, Role, Rule, Store } from '@trilatch/core'
import type { World } from '../specification/specification.ts'

const declared = ['project', 'project.create', 'project.delete', 'job', 'job.run', 'job.run.nightly']
const reserved = ['trilatch', 'trilatch.roles', 'trilatch.roles.edit']
/** Few nodes for many rules, so that walks meet long lists of them. */
const ruled = ['*', 'project', 'job', 'job.run', 'job.run.nightly']
const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const prefixes = ['eu', 'us', 'hr', 'sales']
const contexts = [
  ...prefixes.flatMap((prefix) => [`${prefix}.*`, `${prefix}.secret.*`, `${prefix}/**`, `${prefix}.?`]),
  ...prefixes.flatMap((prefix) => Array.from({ length: 6 }, (_, i) => `${prefix}.${i}`)),
  '*.x',
  '*.1*',
  '[es]*.2',
  '*/*',
  '**/x',
  '*.secret.*',
  '?u.*',
]
const scopes = ['eu.*', 'us.*', 'eu.1', '*.x', 'sales/**', '[eh]*']

/** Numbers that a seed determines (mulberry32). */
function randomOf(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** A write that was tried: what it was, and whether the store has done it. */
export interface Tried {
  readonly text: string
  readonly done: boolean
}

/** One authorizer over a memory store, and random writes to it. */
export class History {
  readonly authorizer: Authorizer
  readonly subjects: readonly string[] = ['ann', 'ben', 'cy']
  readonly #below: (below: number) => number
  readonly #store: Store
  readonly #manager: Manager
  readonly #lists: readonly (readonly unknown[])[]
  /** The most different contexts that a role had on one way from a node to the root. */
  longest = 0

  readonly seed: number

  constructor(seed: number) {
    this.seed = seed
    this.#below = randomOf(seed)
    this.#store = memoryStore({ roles: [{ id: 'root', administrator: true, rules: [] }] })
    const permissions = definePermissions(Object.fromEntries(declared.map((name) => [name, name])))
    this.authorizer = createAuthorizer({ permissions, store: this.#store })
    this.#manager = this.authorizer.manage('boss')
    this.#lists = [40, 55, 80].map((length) => Array.from({ length }, (_, i) => this.#item(i)))
  }

  /** Gives the history something to write about: every role, and roles for every subject. */
  async begin(): Promise<void> {
    for (const id of ids) await this.#run('create', id).catch(() => undefined)
    for (let i = 0; i < 12; i++) await this.#run('assign', this.#one(ids)).catch(() => undefined)
  }

  /** The state of the store as a world of the specification, for one of its subjects. */
  world(subject: string): World {
    const { policy, subject: record } = this.#shown(subject)
    const roles = Array.from(policy.roles.values(), ({ role }) => role)
    const nodes = ['*', ...declared, ...reserved]
    const suspended = record?.suspended === true
    return { nodes, roles, subject: { roles: record?.assignments ?? [], ...(suspended && { suspended }) } }
  }

  somePermissions(): string[] {
    const some = ['job.run.nightly', this.#one([...ruled, ...declared])]
    return this.#below(5) === 0 ? [...some, this.#one([...reserved, 'nope'])] : some
  }

  someResources(): ([] | [unknown])[] {
    return [[], [this.#name()], [this.#name()], [this.#below(12) === 0 ? 'a/' : { name: this.#name() }]]
  }

  /** One of the lists that are kept through the whole history. */
  someList(): readonly unknown[] {
    return this.#one(this.#lists)
  }

  /** Tries one write; refused ones change nothing, and are part of a history too. */
  async write(): Promise<Tried> {
    const [kinds, id] = [['create', 'replace', 'replace', 'rule', 'rule', 'delete'], this.#one(ids)]
    const kind = this.#one([...kinds, 'assign', 'assign', 'assign', 'unassign', 'suspend', 'restore'])
    const text = `${kind} ${id}`
    try {
      await this.#run(kind, id)
      return { text, done: true }
    } catch (error) {
      if (!(error instanceof TrilatchError) || error.code === 'TRILATCH_WRITE_UNKNOWN') throw error
      return { text: `${text} (${error.code})`, done: false }
    }
  }

  async #run(kind: string, id: string): Promise<unknown> {
    const manager = this.#manager
    const subject = this.#one(this.subjects)
    switch (kind) {
      case 'create':
        return manager.createRole({ ...this.#role(id), id })
      case 'replace':
        return manager.replaceRole(id, this.#role(id), await manager.role(id))
      case 'rule': {
        const change =
          this.#below(4) === 0 ? { ...this.#rule(), state: 'unspecified' as const } : this.#rule()
        return manager.setRule(id, change, await manager.role(id))
      }
      case 'delete':
        return this.#below(3) === 0 ? manager.deleteRole(id) : undefined
      case 'assign': {
        const role = this.#below(40) === 0 ? 'root' : id
        const scope = this.#below(3) === 0 ? { scope: this.#one(scopes) } : {}
        return manager.assign({ subject, role, ...scope })
      }
      case 'unassign': {
        const held: readonly Omit<Assignment, 'subject'>[] = this.#shown(subject).subject?.assignments ?? []
        return held.length === 0 ? undefined : manager.unassign({ subject, ...this.#one(held) })
      }
      case 'suspend':
        await manager.createUser({ id: subject }, 'registered').catch(() => undefined)
        return this.#below(3) === 0 ? manager.suspendUser(subject) : undefined
      default:
        return manager.restoreUser(subject)
    }
  }

  /** The content of a role: sometimes few rules, sometimes forty; it inherits what comes behind it, or makes a circle. */
  #role(id: string): Omit<Role, 'id'> {
    const most = this.#one([3, 12, 40])
    const rules = Array.from({ length: this.#below(most) + 1 }, () => this.#rule())
    const inherits = ids.filter((other) => other !== id && this.#below(8) === 0)
    for (const node of ruled) {
      const way = rules.filter(
        ({ permission }) => permission === '*' || `${node}.`.startsWith(`${permission}.`),
      )
      this.longest = Math.max(this.longest, new Set(way.map(({ context }) => context)).size)
    }
    return { rules, ...(inherits.length > 0 && { inherits }) }
  }

  #rule(): Rule {
    const permission = this.#one(this.#below(12) === 0 ? reserved : ruled)
    const state = this.#below(3) === 0 ? 'forbidden' : 'granted'
    return this.#below(15) === 0 ? { permission, state } : { permission, state, context: this.#one(contexts) }
  }

  #item(i: number): unknown {
    const name = i % 11 === 0 ? this.#one(['', 'a/', 7, null]) : this.#name()
    return i % 3 === 0 ? { name } : name
  }

  #name(): string {
    const tails = ['.0', '.1', '.2', '.5', '.x', '.10', '.secret.x', '/x', '/a/b']
    return this.#one(prefixes) + this.#one(tails)
  }

  #shown(subject: string): Awaited<ReturnType<Store['view']>> {
    const view = this.#store.view(subject)
    if ('policy' in view) return view
    throw new Error('A memory store answers at once')
  }

  #one<T>(values: readonly T[]): T {
    return values[this.#below(values.length)] as T
  }
}
