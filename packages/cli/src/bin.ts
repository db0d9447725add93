#!/usr/bin/env node
import { text } from 'node:stream/consumers'
import { run } from './run.ts'

/** From now on a first Ctrl-C, or SIGTERM, is told to the command; a second one ends it as it is. */
function interrupted(): AbortSignal {
  const ending = new AbortController()
  const end = (): void => ending.abort(new Error('it was interrupted'))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, end)
  return ending.signal
}

process.exitCode = await run(process.argv.slice(2), {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
  input: () => text(process.stdin),
  interrupted,
  environment: process.env,
  folder: process.cwd(),
  colours: process.stdout.isTTY && process.stdout.hasColors() && (process.env['NO_COLOR'] ?? '') === '',
})
