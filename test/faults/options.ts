import { parseArgs } from 'node:util'
import { brokenBuilds } from '../simulation/builds.ts'
import { faultNames } from './injections/index.ts'

export const help = `Usage: pnpm test:faults [--fault F3] [--injections N] [--combined 1h] [--broken NAME] [--seed N]
                        [--json FILE] [--events FILE]

Four checking and two writing processes share a store in a real Redis with a replica, with a proxy on every link.
Faults are done to all of it, everything is noted by one clock, and every answer is judged.

  (nothing)        each fault once, in about three minutes
  --injections N   each fault N times, in all its ways in turn; 0 for combined ones only
  --combined TIME  then several faults at once, chosen at random, for so long: 90s, 20m or 1h
  --fault F3       only this one: ${faultNames.join(', ')}
  --broken NAME    sources that are broken on purpose, which has to be noticed:
                   ${brokenBuilds.join(', ')}
  --seed N         what the choices follow from (default: from the clock); times differ from run to run
  --json FILE      write the report there
  --events FILE    write all that was noted there, a line of JSON each
  --help           show this

Exit code: 0 all is well (with --broken: it was noticed), 1 it is not, 2 it could not be found out.`

export interface Options {
  readonly fault: string | undefined
  readonly injections: number
  readonly combinedMs: number
  readonly broken: string | undefined
  readonly seed: number
  readonly json: string | undefined
  readonly events: string | undefined
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 }

function whole(text: string, name: string, least: number): number {
  const number = Number(text)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new TypeError(`${name} must be a whole number from ${least}, not ${JSON.stringify(text)}`)
}

function time(text: string): number {
  const [, count, unit = ''] = /^(\d+)([smh])$/.exec(text) ?? []
  if (count !== undefined) return Number(count) * (units[unit] ?? 0)
  throw new TypeError(`--combined must be a time such as 90s, 20m or 1h, not ${JSON.stringify(text)}`)
}

function oneOf(value: string | undefined, known: readonly string[], name: string): string | undefined {
  if (value === undefined || known.includes(value)) return value
  throw new TypeError(`${name} must be one of ${known.join(', ')}`)
}

/** Reads the command line. @throws TypeError that says what is wrong with it */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: args.filter((argument) => argument !== '--'),
    options: {
      fault: { type: 'string' },
      injections: { type: 'string', default: '1' },
      combined: { type: 'string', default: '0s' },
      broken: { type: 'string' },
      seed: { type: 'string' },
      json: { type: 'string' },
      events: { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) return 'help'
  return {
    fault: oneOf(values.fault, faultNames, '--fault'),
    injections: whole(values.injections, '--injections', 0),
    combinedMs: time(values.combined),
    broken: oneOf(values.broken, brokenBuilds, '--broken'),
    seed: whole(values.seed ?? String(Date.now() % 1_000_000), '--seed', 0),
    json: values.json,
    events: values.events,
  }
}
