// What a process of a run and its controller say to each other. Rights are never among it: those go through Redis.
import type { WriteEnd } from './events.ts'

/** How a process is started. */
export interface ProcessSettings {
  readonly name: string
  readonly job: 'check' | 'write'
  readonly client: 'ioredis' | 'node-redis'
  /** Ports of the links to Redis: of commands, and of the connection that hears of changes. */
  readonly port: number
  readonly noticesPort: number
  readonly maxStalenessMs: number
  readonly deadlineMs: number
  readonly requireReplicas: number
  /** The folder of the package whose sources are used: as shipped, or broken on purpose. */
  readonly build: string
  /** The file that events are written to. */
  readonly log: string
  readonly seed: number
  readonly writers: readonly string[]
  readonly cellsEach: number
  /** The pause between two checks, and between two writes, on average, in milliseconds. */
  readonly checkEveryMs: number
  readonly writeEveryMs: number
}

/** Where a writing process kills itself in its next write. */
export type CrashPoint = 'before the script' | 'behind the script' | 'before the reply counts'

export type ToProcess =
  /** Something was written: ask for it. */
  | { readonly do: 'look'; readonly cell: string }
  /** Write nothing, or go on. */
  | { readonly do: 'hold' }
  | { readonly do: 'go' }
  /** Write as often as this from now on. */
  | { readonly do: 'pace'; readonly everyMs: number }
  /** Let the wall clock jump. */
  | { readonly do: 'jump'; readonly ms: number }
  /** Ask for one thing many times at once. */
  | { readonly do: 'crowd'; readonly cell: string; readonly count: number }
  | { readonly do: 'crash'; readonly at: CrashPoint }
  /** Write everything down and end. */
  | { readonly do: 'stop' }

export type FromProcess =
  | { readonly say: 'ready' }
  | {
      readonly say: 'wrote'
      readonly process: string
      readonly cell: string
      readonly grants: boolean
      readonly outcome: WriteEnd
      readonly start: number
    }

/** The one clock of a run, in milliseconds: the same for all processes of a host. */
export const now = (): number => Number(process.hrtime.bigint()) / 1e6
