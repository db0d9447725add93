import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { sumOf } from './figures.ts'
import type { Figures } from './figures.ts'
import { mutatedRooms } from './rooms.ts'
import type { MutatedRoomName } from './rooms.ts'

/** One mutant, as far as a report is read here; the schema is that of the mutation testing report. */
interface Mutant {
  readonly mutatorName: string
  readonly replacement: string
  readonly status: string
  readonly coveredBy?: readonly string[]
  readonly location: { readonly start: { readonly line: number; readonly column: number } }
}

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly Mutant[] }>>
}

/** Where a room's report is kept between runs. */
export const reportPath = (room: MutatedRoomName): string => `coverage/mutation/${room}.json`

/** Whether a room mutates a file; a report also keeps those that it once did. */
export function mutates(room: MutatedRoomName, file: string): boolean {
  const globs: readonly string[] = mutatedRooms[room].mutate
  const matches = (glob: string): boolean => matchesGlob(file, glob.replace(/^!/, ''))
  return (
    globs.some((glob) => !glob.startsWith('!') && matches(glob)) &&
    !globs.some((glob) => glob.startsWith('!') && matches(glob))
  )
}

function* mutantsOf(room: MutatedRoomName): Generator<readonly [file: string, mutant: Mutant]> {
  const path = reportPath(room)
  if (!existsSync(path))
    throw new Error(`There is no report at ${path}: run pnpm test:mutation --room ${room}`)
  const { files } = JSON.parse(readFileSync(path, 'utf8')) as Report
  for (const [file, { mutants }] of Object.entries(files))
    if (mutates(room, file)) for (const mutant of mutants) yield [file, mutant]
}

/**
 * Forgets the survivors among what runs when a module is loaded. StrykerJS runs a survivor again when a test comes that
 * runs it, and of these it knows no test: they would survive for ever.
 */
export function forgetLoaded(room: MutatedRoomName): void {
  const path = reportPath(room)
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report
  const isKept = ({ status, coveredBy = [] }: Mutant): boolean =>
    status !== 'Survived' || coveredBy.length > 0
  const files = Object.entries(report.files).map(([file, { mutants, ...rest }]) => [
    file,
    { ...rest, mutants: mutants.filter(isKept) },
  ])
  writeFileSync(path, JSON.stringify({ ...report, files: Object.fromEntries(files) as unknown }))
}

const nothing: Figures = { room: '', killed: 0, timeout: 0, survived: 0, noCoverage: 0, invalid: 0 }

function count({ status }: Mutant): Figures {
  if (status === 'Killed') return { ...nothing, killed: 1 }
  if (status === 'Timeout') return { ...nothing, timeout: 1 }
  if (status === 'Survived') return { ...nothing, survived: 1 }
  if (status === 'NoCoverage') return { ...nothing, noCoverage: 1 }
  return { ...nothing, invalid: 1 }
}

/** A room's figures, from its report. */
export function readFigures(room: MutatedRoomName): Figures {
  return sumOf(
    room,
    Array.from(mutantsOf(room), ([, mutant]) => count(mutant)),
  )
}

/** What no test noticed, one line each: place, kind, replacement. */
export function survivorsOf(room: MutatedRoomName): string[] {
  return Array.from(mutantsOf(room))
    .filter(([, { status }]) => status === 'Survived' || status === 'NoCoverage')
    .map(([file, { mutatorName, replacement, status, location }]) => {
      const { line, column } = location.start
      const shown = replacement.replaceAll(/\s+/g, ' ').slice(0, 100)
      return `  ${file}:${line}:${column} ${mutatorName}${status === 'NoCoverage' ? ' (no coverage)' : ''}: ${shown}`
    })
}
