// Mutation testing: breaks the sources in thousands of small ways and asks whether any test notices.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, rmSync } from 'node:fs'
import { basename, matchesGlob } from 'node:path'
import { parseArgs } from 'node:util'
import { figuresTable, scoreOf, sumOf } from '../test/mutation/figures.ts'
import { forgetLoaded, mutates, readFigures, reportPath, survivorsOf } from '../test/mutation/report.ts'
import { mutatedRooms } from '../test/mutation/rooms.ts'
import type { MutatedRoomName } from '../test/mutation/rooms.ts'

const required = 95
const names = Object.keys(mutatedRooms) as MutatedRoomName[]
const help = `Usage: pnpm test:mutation [--room NAME [--file GLOB]] [--force] [--figures]

Mutates the sources of each room with StrykerJS, runs the tests that have to notice, and prints the survivors and
a table of figures. Results are kept in coverage/mutation; a mutant is run again when it or a test of it changed.
The exit code is 1 when the score of what was run is below ${required} %.

  --room NAME  one room only: ${names.join(', ')}
  --file GLOB  only the sources of the room of such a name, such as 'plan-*.ts'; what is kept of others stays
  --force      forget what is kept, and run every mutant again
  --figures    run nothing, show what is kept
  --help       show this`

const { values } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: {
    room: { type: 'string' },
    file: { type: 'string' },
    force: { type: 'boolean' },
    figures: { type: 'boolean' },
    help: { type: 'boolean' },
  },
})

/** The sources of a room that are mutated now, separated by commas. */
function sourcesOf(name: MutatedRoomName, file: string): string {
  const sources = globSync('packages/*/src/**/*.ts').filter(
    (path) => mutates(name, path) && matchesGlob(basename(path), file),
  )
  if (sources.length === 0) throw new TypeError(`Room ${name} has no source of the name ${file}`)
  return sources.join(',')
}

/**
 * Runs Stryker on a room, first with the quick tests and then with all of them, which meet only what is left then;
 * its report is in the room's file.
 */
function mutate(name: MutatedRoomName, pass: 'quick' | 'thorough'): void {
  const stryker = 'node_modules/@stryker-mutator/core/bin/stryker.js'
  const settings = ['test/mutation/stryker.config.json', '--incrementalFile', reportPath(name)]
  const args = [stryker, 'run', ...settings, '--mutate', sourcesOf(name, values.file ?? '*')]
  const env = { ...process.env, TRILATCH_ROOM: name, TRILATCH_PASS: pass }
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit', env })
  if (status !== 0) throw new Error(`Stryker failed on room ${name}`)
}

function run(rooms: readonly MutatedRoomName[]): void {
  for (const name of values.figures === true ? [] : rooms) {
    if (values.force === true) rmSync(reportPath(name), { force: true })
    // What is kept was met by all tests: the quick ones alone would only forget that.
    if (!existsSync(reportPath(name))) mutate(name, 'quick')
    forgetLoaded(name)
    mutate(name, 'thorough')
  }
  const figures = rooms.map((name) => readFigures(name))
  for (const name of rooms) console.log(`\n${name}: not noticed\n${survivorsOf(name).join('\n')}`)
  console.log(`\n${figuresTable(figures)}`)
  const score = scoreOf(sumOf('all', figures))
  if (score >= required) return
  console.error(`\nThe score is ${score.toFixed(2)} %, and at least ${required} % is required.`)
  process.exitCode = 1
}

const { room, file } = values
if (values.help === true) console.log(help)
else if (room === undefined && file === undefined) run(names)
else if (room === undefined) throw new TypeError('--file needs a --room')
else if (Object.hasOwn(mutatedRooms, room)) run([room as MutatedRoomName])
else throw new TypeError(`--room must be one of ${names.join(', ')}, not ${JSON.stringify(room)}`)
