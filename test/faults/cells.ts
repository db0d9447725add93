import type { Access, Authorizer, Operation, Store, StoreView } from '@trilatch/core'
import type { permissions } from './content.ts'
import { kinds } from './kinds.ts'

export type Names = (typeof permissions)['names'][number]
export type FaultsAccess = Access<Names>
export type FaultsManager = ReturnType<Authorizer<Names>['manage']>

/** One right of one subject that a writer gives and takes, and that everybody asks for. Nothing else touches it. */
export interface Cell {
  readonly id: string
  readonly kind: string
  /** The writing process that it belongs to. */
  readonly owner: string
}

/** A kind of write that a decision can depend on. */
export interface Kind {
  /** Default: what is there at first is granted. */
  readonly initially?: 'denied'
  /** Somebody says it again before long, so its loss raises no alarm. */
  readonly repeated?: true
  readonly setUp: (id: string) => readonly Operation[]
  /** What an access and what it was made of say. */
  readonly ask: (id: string, access: FaultsAccess, view: StoreView) => 'granted' | 'denied' | 'torn'
  /** The version of what is written, where it has one of its own. */
  readonly version?: (id: string, view: StoreView) => string | undefined
  readonly grant: (id: string, manager: FaultsManager, store: Store) => Promise<Changed>
  readonly revoke: (id: string, manager: FaultsManager, store: Store) => Promise<Changed>
}

/** As managers tell it: whether there was anything to do. */
export interface Changed {
  readonly changed: boolean
}

/** The subject that a cell is about. */
export const subjectOf = (id: string): string => `subject of ${id}`
/** The role that a cell is about, where it has one of its own. */
export const roleOf = (id: string): string => `role.${id}`

/** Every kind of write, some cells of each for every writer. */
export function cellsOf(writers: readonly string[], each: number): readonly Cell[] {
  return writers.flatMap((owner) =>
    Object.keys(kinds).flatMap((kind) =>
      Array.from({ length: each }, (_, n) => ({ id: `${kind}.${owner}.${n}`, kind, owner })),
    ),
  )
}

export const kindOf = ({ kind }: Cell): Kind => {
  const found = kinds[kind]
  if (found === undefined) throw new Error(`there is no kind of write called ${kind}`)
  return found
}
