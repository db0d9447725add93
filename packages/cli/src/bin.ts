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

const status = await run(process.argv.slice(2), {
  out: (line) => console.log(line),
  err: (line) => console.error(line),
  input: () => text(process.stdin),
  interrupted,
  environment: process.env,
  folder: process.cwd(),
  colours: process.stdout.isTTY && process.stdout.hasColors() && (process.env['NO_COLOR'] ?? '') === '',
})

/** Waits until what was written has gone out: a pipe may still hold some of it. */
const written = (stream: NodeJS.WriteStream): Promise<void> =>
  new Promise((resolve) => stream.write('', () => resolve()))

// What the configuration left open, as a client of Redis, must not keep the command from its end.
await Promise.all([written(process.stdout), written(process.stderr)])
process.exit(status)
