import type { Apart, Check, Crowd, Dark, Fault, FaultsEvent, Lag, Loss, WriteEnd } from '../events.ts'

/** A write, whole. */
export interface Write {
  readonly process: string
  readonly cell: string
  readonly grants: boolean
  readonly tags: readonly string[]
  readonly start: number
  /** When its maker was told; for one that was cut short, when the process began anew, or `Infinity`. */
  readonly end: number
  readonly outcome: WriteEnd
}

/** The events of a run, sorted. */
export interface RunLog {
  /** By the moment they began. */
  readonly writes: readonly Write[]
  /** By the moment they ended. */
  readonly checks: readonly Check[]
  readonly lags: readonly Lag[]
  readonly crowds: readonly Crowd[]
  readonly faults: readonly Fault[]
  readonly dark: readonly Dark[]
  readonly losses: readonly Loss[]
  readonly apart: readonly Apart[]
  readonly processes: readonly string[]
}

/** Sorts what the processes have noted, and puts the parts of each write together. */
export function runLog(events: readonly FaultsEvent[]): RunLog {
  const of = <T extends FaultsEvent['type']>(type: T): Extract<FaultsEvent, { type: T }>[] =>
    events.filter((event): event is Extract<FaultsEvent, { type: T }> => event.type === type)
  const tags = new Map<string, string[]>()
  for (const { write, tag } of of('tag')) tags.set(write, [...(tags.get(write) ?? []), tag])
  const ends = new Map(of('ended').map((ended) => [ended.write, ended]))
  const starts = of('started')
  const writes = of('begun').map(({ process, write, cell, grants, start }): Write => {
    const ended = ends.get(write)
    const anew = starts.find((started) => started.process === process && started.at > start)
    return {
      process,
      cell,
      grants,
      tags: tags.get(write) ?? [],
      start,
      end: ended?.end ?? anew?.at ?? Infinity,
      outcome: ended?.outcome ?? 'unknown',
    }
  })
  return {
    writes: writes.toSorted((a, b) => a.start - b.start),
    checks: of('check').toSorted((a, b) => a.end - b.end),
    lags: of('lag'),
    crowds: of('crowd'),
    faults: of('fault'),
    dark: of('dark'),
    losses: of('loss'),
    apart: of('apart'),
    processes: [...new Set(starts.map(({ process }) => process))].toSorted(),
  }
}
