// Logs made by hand, of one cell, for tests of what judges them.
import type { Check, Fault, FaultsEvent, Loss, WriteEnd } from '../events.ts'
import { judge } from './verdict.ts'

export const bounds = { maxStalenessMs: 1_000, deadlineMs: 250 }

let writes = 0
/** A write of the cell, with a tag of its own. */
export function write(
  tag: string,
  grants: boolean,
  start: number,
  end: number | undefined,
  outcome: WriteEnd = 'done',
  process = 'w',
): FaultsEvent[] {
  const id = `write ${writes++}`
  return [
    { type: 'begun', process, write: id, cell: 'a', grants, start },
    { type: 'tag', write: id, tag },
    ...(end === undefined ? [] : [{ type: 'ended' as const, write: id, end, outcome }]),
  ]
}

export const check = (outcome: Check['outcome'], start: number, rest: Partial<Check> = {}): Check => ({
  type: 'check',
  process: 'c',
  cell: 'a',
  start,
  end: start,
  outcome,
  ...rest,
})

export const fault = (start: number, end: number, rest: Partial<Fault> = {}): Fault => ({
  type: 'fault',
  fault: 'F0',
  title: '',
  start,
  end,
  processes: null,
  alarm: { expected: false, raised: false },
  ...rest,
})

export const loss = (rest: Partial<Loss> = {}): Loss => ({
  type: 'loss',
  from: 900,
  to: 2_000,
  surelyFrom: 950,
  surelyTo: 1_950,
  by: null,
  observers: null,
  at: 1_950,
  accepted: 3_000,
  ...rest,
})

/** Granted first; the process c is there. */
export const first = write('first', true, 1, 2)
export const given = write('g', true, 10, 20)
export const taken = write('t', false, 100, 110)

/** The invariants that a log breaks. */
export const broken = (...events: readonly (FaultsEvent | FaultsEvent[])[]): readonly string[] =>
  judge([...first, ...events.flat()], bounds).violations.map(({ invariant }) => invariant)
