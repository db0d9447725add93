#!/usr/bin/env node
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
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

const isHolding = (stream: NodeJS.WriteStream): boolean => !stream.destroyed && stream.writableLength > 0
// A pipe may still hold some of what was said.
while (isHolding(process.stdout) || isHolding(process.stderr)) await pause(10)
process.exitCode = status
// What the configuration left open, as a client of Redis, must not keep the command from its end. What is nearly done,
// as a last message of the application's, has a second for it.
setTimeout(() => process.exit(status), 1_000).unref()
