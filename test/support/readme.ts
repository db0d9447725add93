import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../../README.md', import.meta.url))

/** A request that the README shows, and the answer printed under it. */
export interface ShownRequest {
  readonly method: string
  /** Path and query. */
  readonly target: string
  readonly answer: string
}

/** The README's program as printed. */
export function readmeProgram(): string {
  const program = /```js run\n([\s\S]*?)```/.exec(readFileSync(file, 'utf8'))?.[1]
  if (program === undefined) throw new Error('README.md has no program')
  return program
}

/** The requests that the README shows. */
export function readmeRequests(): readonly ShownRequest[] {
  const shown = readFileSync(file, 'utf8').matchAll(/^\$ curl (?:-X (\w+) )?'localhost:3000([^']+)'\n(.+)$/gm)
  return Array.from(shown, ([, method = 'GET', target = '', answer = '']) => ({ method, target, answer }))
}

/** A program of ES modules as CommonJS, for imports as the README has them. */
export function asCommonJs(program: string): string {
  return program
    .replaceAll(/^import (\w+) from '([^']+)'$/gm, "const $1 = require('$2')")
    .replaceAll(/^import (\{[^}]+\}) from '([^']+)'$/gm, "const $1 = require('$2')")
}
