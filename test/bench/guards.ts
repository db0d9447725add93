// What a guard costs a request, beside a middleware that does nothing and beside none at all.
import { parseArgs } from 'node:util'
import { describeHttp, frameworks, measureHttp } from './http.ts'

const help = `Measures what a guard costs a request in processor time, on each framework, beside a middleware that does nothing.

  pnpm bench:guards [--rounds 10]

  --rounds  in each of six processes: slices of 4,000 requests for each server, taking turns (1 to 100)
Exits with 1 when a guard costs more than 2 µs over the no-op.`

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '10' }, help: { type: 'boolean' } },
})
if (values.help === true) console.log(help)
else {
  const http = await measureHttp(Math.min(100, Math.max(1, Number.parseInt(values.rounds, 10) || 10)))
  console.log(describeHttp(http))
  if (frameworks.some((framework) => http[framework].over > 2)) process.exitCode = 1
}
