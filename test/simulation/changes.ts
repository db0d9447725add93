import type { Operation } from '@trilatch/core'
import type { Written } from './events.ts'
import type { Random } from './random.ts'
import { admin, assign, putMappings, putRole, putUser, roles, subjects } from './world.ts'

/** A write and what it leaves of what it touches. */
export interface Planned {
  readonly written: Written
  readonly operations: readonly Operation[]
}

/** The kinds of writes that change what stays there: each can happen at any time, whatever was before. */
const lasting = [
  'rule',
  'inheritance',
  'assignment',
  'scope',
  'administrator',
  'mapping',
  'rule and assignment',
] as const
/** And those of things that come and go, which only their maker touches. */
const passing = ['suspension', 'removed user', 'removed role'] as const

export const kinds: readonly string[] = [...lasting, ...passing]

interface Own {
  readonly role: string
  readonly subject: string
}

/** Thinks of writes for one process. What it makes and removes has names that nobody else uses. */
export class Changes {
  readonly #random: Random
  readonly #name: string
  readonly #onMade: (role: string, subject: string) => void
  readonly counts: Record<string, number>
  #made = 0
  #user: Own | undefined
  #role: Own | undefined

  /** @param onMade Hears of each pair of a role and a subject that was thought of. */
  constructor(
    random: Random,
    name: string,
    counts: Record<string, number>,
    onMade: (role: string, subject: string) => void,
  ) {
    this.#random = random
    this.#name = name
    this.#onMade = onMade
    this.counts = counts
  }

  /** One write, or two that follow each other. */
  next(): readonly Planned[] {
    const random = this.#random
    if (random.chance(0.15)) {
      const two = [this.#lasting('rule'), this.#lasting('assignment')]
      return random.chance(0.5) ? two : two.toReversed()
    }
    const kind = random.of([...lasting, ...lasting, ...passing])
    if (kind === 'suspension' || kind === 'removed user') return [this.#ofUser(kind)]
    return [kind === 'removed role' ? this.#ofRole() : this.#lasting(kind)]
  }

  /** A write is known to be done, or not to be known: what it made may then be there or not. */
  ended({ written }: Planned, done: boolean): void {
    // Whether a removal takes a role from its holder depends on whether it was given: then it is left alone.
    if (!done && written.role?.id === this.#role?.role) this.#role = undefined
  }

  #count(kind: string): void {
    this.counts[kind] = (this.counts[kind] ?? 0) + 1
  }

  #lasting(kind: (typeof lasting)[number]): Planned {
    this.#count(kind)
    const random = this.#random
    const role = { id: random.of(roles), granted: random.chance(0.7), inherits: random.chance(0.2) }
    const put = putRole(role.id, role.granted, role.inherits)
    if (kind === 'rule' || kind === 'inheritance') return { written: { role }, operations: [put] }
    if (kind === 'mapping') {
      const mapped = roles.filter(() => random.chance(0.7))
      return { written: { mappings: { id: '', roles: mapped } }, operations: [putMappings(mapped)] }
    }
    const plain = kind === 'administrator' ? admin : random.of(roles)
    const held = kind === 'scope' ? `${plain}@` : plain
    const subject = { id: random.of(subjects), role: held, held: random.chance(0.7) }
    const give = assign(subject.id, held, subject.held)
    if (kind === 'rule and assignment') return { written: { role, subject }, operations: [put, give] }
    return { written: { subject }, operations: [give] }
  }

  /** Makes a user who holds a role; suspends or removes the one there is. */
  #ofUser(kind: 'suspension' | 'removed user'): Planned {
    const random = this.#random
    if (this.#user === undefined) {
      const { role, subject: id } = (this.#user = this.#pair(
        random.of(roles),
        `u-${this.#name}-${this.#made++}`,
      ))
      // Refused when somebody else has the address.
      const email = random.chance(0.3) ? 'same@example.org' : undefined
      const subject = { id, made: true, role, held: true, suspended: false }
      return { written: { subject }, operations: [putUser(id, false, email), assign(id, role, true)] }
    }
    this.#count(kind)
    const { role, subject: id } = this.#user
    if (kind === 'suspension') {
      const suspended = random.chance(0.6)
      const subject = { id, role, held: true, suspended }
      // Named as held, so that it is so although it may not be known whether the user was made.
      return { written: { subject }, operations: [putUser(id, suspended), assign(id, role, true)] }
    }
    this.#user = undefined
    const subject = { id, gone: true, role, held: false, suspended: false }
    return { written: { subject }, operations: [{ kind: 'remove-user', id }] }
  }

  /** Makes a role that one subject holds; removes the one there is, and with it that it is held. */
  #ofRole(): Planned {
    if (this.#role === undefined) {
      const { role: id, subject } = (this.#role = this.#pair(
        `x-${this.#name}-${this.#made++}`,
        this.#random.of(subjects),
      ))
      const role = { id, made: true, granted: true, inherits: false }
      const written = { role, subject: { id: subject, role: id, held: true } }
      return { written, operations: [putRole(id, true), assign(subject, id, true)] }
    }
    this.#count('removed role')
    const { role: id, subject } = this.#role
    this.#role = undefined
    const role = { id, gone: true, granted: false, inherits: false }
    const written = { role, subject: { id: subject, role: id, held: false } }
    return { written, operations: [{ kind: 'remove-role', id }] }
  }

  #pair(role: string, subject: string): Own {
    this.#onMade(role, subject)
    return { role, subject }
  }
}
