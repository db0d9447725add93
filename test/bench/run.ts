// The benchmark: every peer on every workload, one process each, interleaved round by round.
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'
import { drawChart } from './chart.ts'
import { gatesOf, passes } from './gates.ts'
import type { Measures, PeerMedians } from './gates.ts'
import { describeHttp, measureHttp } from './http.ts'
import type { Measured } from './one.ts'
import type { SingleMeasures } from './single.ts'

const help = `Measures Trilatch beside CASL, casbin and accesscontrol, and checks its targets.

  pnpm bench [--rounds 5] [--ms 300] [--json FILE] [--svg FILE]

  --rounds  how often each peer is measured on each workload, taking turns (1 to 50)
  --ms      how long each time, in milliseconds, at least
  --json    writes all figures
  --svg     writes the chart
Exits with 1 when a target is missed or an answer is wrong.`

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    ms: { type: 'string', default: '300' },
    json: { type: 'string' },
    svg: { type: 'string' },
    help: { type: 'boolean' },
  },
})
if (values.help === true) {
  console.log(help)
  process.exit(0)
}
const rounds = Math.min(50, Math.max(1, Number.parseInt(values.rounds, 10) || 5))
const workloadNames = ['w1-small', 'w1-medium', 'w1-large', 'w2', 'w3', 'w4']
const peerNames = ['trilatch', 'casl', 'accesscontrol', 'casbin']

async function child<T>(file: string, ...args: readonly string[]): Promise<T> {
  const flags = ['--expose-gc', '--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']
  const path = fileURLToPath(new URL(file, import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [...flags, path, ...args])
  return JSON.parse(stdout) as T
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] as number

function medians(all: readonly Measured[]): PeerMedians {
  const keys = ['ns', 'listNs', 'buildMs', 'megabytes'] as const
  return Object.fromEntries(
    keys.flatMap((key) => {
      const numbers = all.flatMap((measured) => measured[key] ?? [])
      return numbers.length === 0 ? [] : [[key, median(numbers)] as const]
    }),
  )
}

const measured = new Map<string, Measured[]>()
let wrong = 0
for (let round = 1; round <= rounds; round++) {
  for (const workload of workloadNames) {
    for (const peer of peerNames) {
      process.stderr.write(`\rround ${round} of ${rounds}: ${workload} ${peer}               `)
      const result = await child<Measured>('one.ts', peer, workload, values.ms)
      wrong += result.wrong ?? 0
      const key = `${workload} ${peer}`
      measured.set(key, [...(measured.get(key) ?? []), result])
    }
  }
}
process.stderr.write('\rTrilatch alone                               ')
const single = await child<SingleMeasures>('single.ts')
process.stderr.write('\rguards over HTTP                             ')
const http = await measureHttp(Math.max(6, rounds))
process.stderr.write('\r                                             \r')

const peers = Object.fromEntries(
  workloadNames.map((workload) => [
    workload,
    Object.fromEntries(peerNames.map((peer) => [peer, medians(measured.get(`${workload} ${peer}`) ?? [])])),
  ]),
)
const measures: Measures = { peers, single, http }
const gates = gatesOf(measures)

const format = (ns: number | undefined): string =>
  ns === undefined
    ? 'cannot'
    : ns >= 1e6
      ? `${(ns / 1e6).toFixed(2)} ms`
      : ns >= 1e4
        ? `${(ns / 1e3).toFixed(1)} µs`
        : `${ns.toFixed(1)} ns`
console.log(
  `Node ${process.version}, ${cpus().length} cores, ${rounds} rounds. Medians; × is the ratio to Trilatch in this run.\n`,
)
for (const workload of workloadNames) {
  console.log(workload)
  const ours = peers[workload]?.['trilatch']?.ns ?? Number.NaN
  for (const peer of peerNames) {
    const { ns, listNs, buildMs, megabytes } = peers[workload]?.[peer] ?? {}
    const spread = (measured.get(`${workload} ${peer}`) ?? []).flatMap((one) => one.ns ?? [])
    const range =
      spread.length === 0 ? '' : `[${format(Math.min(...spread))} .. ${format(Math.max(...spread))}]`
    const ratio = ns === undefined ? '' : `${(ns / ours).toFixed(1)}×`
    const list = listNs === undefined ? '' : ` list ${listNs.toFixed(1)} ns each`
    console.log(
      `  ${peer.padEnd(14)} ${format(ns).padStart(10)} ${range.padEnd(28)} ${ratio.padStart(10)}  build ${(buildMs ?? 0).toFixed(0)} ms, ${(megabytes ?? 0).toFixed(0)} MB${list}`,
    )
  }
}
console.log(`\n${describeHttp(http)}`)
console.log('\ntargets')
for (const gate of gates) {
  const mark = passes(gate) ? '✓' : '✗'
  const aim = gate.aim === undefined ? '' : ` (aim ${gate.aim})`
  console.log(
    `  ${mark} ${gate.what.padEnd(34)} ${gate.value.toFixed(2).padStart(12)}  ${gate.kind} ${gate.limit}${aim}`,
  )
}
console.log(`\nwrong answers: ${wrong}`)
if (values.json !== undefined)
  await writeFile(
    values.json,
    `${JSON.stringify({ node: process.version, rounds, ...measures, gates, wrong }, null, 2)}\n`,
  )
if (values.svg !== undefined) await writeFile(values.svg, drawChart(measures))
if (wrong > 0 || !gates.every(passes)) process.exitCode = 1
