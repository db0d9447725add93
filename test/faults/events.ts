// What the processes of a run write down. All times are milliseconds of one clock, `process.hrtime`, which all processes
// of a host share. A function of nothing but these events judges the run.

/** How a write ended, as whoever made it was told. `nothing`: it was so already, and nothing was written. */
export type WriteEnd = 'done' | 'nothing' | 'refused' | 'unknown'

/** A write that has begun; noted before anything is sent. */
export interface WriteBegun {
  readonly type: 'begun'
  readonly process: string
  readonly write: string
  readonly cell: string
  /** Whether it is to grant what the cell asks for, or to take it away. */
  readonly grants: boolean
  readonly start: number
}

/** A tag that a write has used; noted before it is sent. A write that is planned anew uses another. */
export interface WriteTag {
  readonly type: 'tag'
  readonly write: string
  readonly tag: string
}

/** The end of a write. One that never comes was cut short with its process. */
export interface WriteEnded {
  readonly type: 'ended'
  readonly write: string
  readonly end: number
  readonly outcome: WriteEnd
}

/** A question asked of an access that was obtained for it. */
export interface Check {
  readonly type: 'check'
  readonly process: string
  readonly cell: string
  readonly start: number
  readonly end: number
  /** `torn`: parts of one write were there and others were not. */
  readonly outcome: 'granted' | 'denied' | 'torn' | 'unavailable'
  /** The version of what the cell is about, where it has one: the tag of the write that made it. */
  readonly seen?: string
}

/** A process was ready to work; one that was started anew says so again. */
export interface Started {
  readonly type: 'started'
  readonly process: string
  readonly at: number
}

/** For so long a process did not get to run, or Redis did not answer the controller. */
export interface Lag {
  readonly type: 'lag'
  readonly process: string
  readonly start: number
  readonly end: number
}

/** Many identical checks at once. */
export interface Crowd {
  readonly type: 'crowd'
  readonly process: string
  readonly asked: number
  /** Reads of the store meanwhile. */
  readonly reads: number
}

/** A fault, from before it began until after it was mended. */
export interface Fault {
  readonly type: 'fault'
  readonly fault: string
  readonly title: string
  readonly start: number
  readonly end: number
  /** Whom it concerns; `null`: everybody. */
  readonly processes: readonly string[] | null
  /** What was stored was tampered with: what is granted may be denied. */
  readonly denies?: boolean
  /** Whether an alarm has to be raised, and whether one was. */
  readonly alarm: { readonly expected: boolean; readonly raised: boolean }
}

/** No reply of Redis reaches these processes, or an alarm stands: beyond the bound nothing may be granted. */
export interface Dark {
  readonly type: 'dark'
  readonly processes: readonly string[] | null
  readonly start: number
  readonly end: number
}

/** Redis does not have some writes any more. An operator has accepted it. */
export interface Loss {
  readonly type: 'loss'
  /** Writes that ended after `from` and began before `to` may be lost. */
  readonly from: number
  readonly to: number
  /** Those that began after `surelyFrom` and ended before `surelyTo` are. */
  readonly surelyFrom: number
  readonly surelyTo: number
  /** Whose writes; `null`: everybody's. */
  readonly by: readonly string[] | null
  /** Who sees them no more, from `at` on; `null`: nobody does. */
  readonly observers: readonly string[] | null
  readonly at: number
  /** When it was accepted, and so known to everybody. */
  readonly accepted: number
  /** Until when there was nothing at all; absent where something was left. */
  readonly emptyUntil?: number
}

/** While there were two primaries: writes of some bind others from `to` on only. */
export interface Apart {
  readonly type: 'apart'
  readonly by: readonly string[]
  readonly observers: readonly string[]
  readonly from: number
  readonly to: number
}

export type FaultsEvent =
  | WriteBegun
  | WriteTag
  | WriteEnded
  | Check
  | Started
  | Lag
  | Crowd
  | Fault
  | Dark
  | Loss
  | Apart

/** Whether something that names processes, or nobody in particular, is about this one. */
export const concerns = (processes: readonly string[] | null, process: string): boolean =>
  processes === null || processes.includes(process)
