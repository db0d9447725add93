// Target 2: reading a context, whatever text it is.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  createAuthorizer,
  definePermissions,
  escapeContext,
  isProperName,
  readPolicy,
  TrilatchError,
} from '@trilatch/core'
import { parseContext } from '../../packages/core/src/context/context.ts'
import type { Context } from '../../packages/core/src/context/context.ts'
import { patternArbitrary } from '../globs/pairs.ts'
import { isAccepted } from '../specification/specification.ts'
import { anyText, damaged, hostileWord } from './hostile.ts'
import { fuzzTarget } from './target.ts'
import type { FuzzTarget } from './target.ts'

interface Input {
  readonly text: string
  readonly name: string
  readonly n: number
}

const wild = fc.constantFrom(
  ...String.raw`* ** ? [ ] [! [a [a- \ / // . - ! ^ : = , [] [!] [z-a] \/ **/ /**`.split(' '),
)
const long = fc
  .tuple(fc.constantFrom('a', '\u{1f600}', '?', 'a/', '\\*', '*a'), fc.integer({ min: 14, max: 258 }))
  .map(([unit, times]) => unit.repeat(times))
const texts = fc.oneof(
  { weight: 4, arbitrary: patternArbitrary },
  { weight: 4, arbitrary: damaged(patternArbitrary, 3, fc.oneof(wild, hostileWord)) },
  { weight: 1, arbitrary: damaged(long, 2, wild) },
  { weight: 1, arbitrary: anyText },
)

/** Characters outside of wildcards, counted as plainly as can be; for accepted contexts. */
function literalsOf(text: string): number {
  const chars = Array.from(text)
  let count = 0
  for (let at = 0; at < chars.length; at++) {
    if (chars[at] === '*' || chars[at] === '?') continue
    if (chars[at] === '[') at = chars.indexOf(']', at + (chars[at + 1] === '!' ? 3 : 2))
    else {
      if (chars[at] === '\\') at++
      count++
    }
  }
  return count
}

/** The context, or the message of why it is none. */
function read(text: string): Context | undefined | string {
  try {
    return parseContext(text)
  } catch (error) {
    assert.ok(error instanceof TrilatchError, `${String(error)} is no TrilatchError`)
    assert.equal(error.code, 'TRILATCH_CONTEXT_INVALID')
    return error.message
  }
}

function checkRefused(text: string, message: string): void {
  assert.ok(message.length < 1_000, 'the message is short, however long the text is')
  const position = Number(/ \(at position (\d+)\)$/.exec(message)?.[1])
  assert.ok(position >= 0 && position <= text.length, `position ${position} of ${text.length}`)
}

function checkAccepted(text: string, context: Context, name: string): void {
  assert.ok(Object.isFrozen(context))
  assert.equal(context.text, text)
  assert.equal(context.literals, literalsOf(text))
  assert.equal(context.plain, !/[*?[\\]/.test(text))
  for (const one of [name, text, context.literal].filter(isProperName)) {
    const matches = context.matches(one)
    assert.equal(typeof matches, 'boolean')
    assert.equal(context.matches(one), matches, 'the second time as the first')
    if (context.kind === 'name') assert.equal(matches, one === context.literal)
  }
}

const permissions = definePermissions({ job: 'Job' })
const granted = { permission: 'job', state: 'granted' } as const

/** Documents, roles in code and scopes take the same texts for contexts. */
async function checkEverywhere(text: string, isFine: boolean): Promise<void> {
  const roles = [{ id: 'a', rules: [{ ...granted, context: text }] }]
  if (text.isWellFormed()) {
    const policy = JSON.stringify({ format: 1, roles })
    if (isFine) readPolicy(policy)
    else assert.throws(() => readPolicy(policy), { name: 'PolicyError' })
  }
  if (isFine) createAuthorizer({ permissions, roles, enabled: true })
  else assert.throws(() => createAuthorizer({ permissions, roles, enabled: true }), { name: 'PolicyError' })
  const all = createAuthorizer({
    permissions,
    roles: [{ id: 'a', rules: [granted] }],
    enabled: true,
  })
  const access = await all.access({ id: 'ann', roles: [{ role: 'a', scope: text }] })
  assert.equal(access.canSome('job'), isFine, 'a scope')
}

export const contextPattern: FuzzTarget = fuzzTarget<Input>({
  number: 2,
  title: 'texts of contexts',
  inputs: fc.record({ text: texts, name: damaged(patternArbitrary, 1), n: fc.nat() }),
  shares: { accepted: 0.2, refused: 0.2, 'accepted with a class': 0.02, 'a name escaped': 0.1 },
  check: async ({ text, name, n }, within) => {
    const kinds = new Set<string>()
    const context = within(5, 'reading a context', () => read(text))
    const isFine = isAccepted(text)
    assert.equal(typeof context !== 'string', isFine, `accepted: ${typeof context !== 'string'}`)
    if (typeof context === 'string') checkRefused(text, context)
    else if (context === undefined) assert.match(text, /^\*\*?$/)
    else checkAccepted(text, context, name)
    kinds.add(isFine ? 'accepted' : 'refused')
    if (isFine && text.includes('[')) kinds.add('accepted with a class')

    if (name.length <= 120 && isProperName(name)) {
      const escaped = read(escapeContext(name))
      assert.ok(typeof escaped === 'object')
      assert.ok(escaped.matches(name), 'an escaped name matches itself')
      if (isProperName(text)) assert.equal(escaped.matches(text), text === name, 'and nothing else')
      kinds.add('a name escaped')
    }
    // The slower ways in now and then.
    if (n % 16 === 0) await checkEverywhere(text, isFine)
    return kinds
  },
})
