// A program for processes of their own: answers the conformance vectors and prints, as JSON, how many there are and
// which of them are answered wrongly.
//   node vectors.ts [plain | frozen | hidden | loaded | built] [fields]     (see pollution.ts)
import { readFileSync } from 'node:fs'
import type { Access } from '@trilatch/core'
import type { Vector } from '../vectors/vector.ts'
import { freeze, pollute } from './pollution.ts'

const [mode = 'plain', named] = process.argv.slice(2)
const how = { fields: named?.split(','), enumerable: mode !== 'hidden' }
const file = new URL('../vectors/vectors.json', import.meta.url)
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { readonly vectors: readonly Vector[] }

// Worlds that are switched off warn, and so do doubtful contexts, each one of them.
process.emitWarning = () => {}

if (mode === 'frozen') freeze()
if (mode === 'hidden') pollute('before', how)

const { createAuthorizer, definePermissions } = await import('@trilatch/core')

if (mode === 'loaded') pollute('before', how)

/** A field that an object has itself; `null` when it has none. */
const ownField = (object: unknown, key: string): unknown =>
  object !== undefined && Object.hasOwn(object as object, key)
    ? (object as Record<string, unknown>)[key]
    : null

function authorizerOf(vector: Vector): () => Promise<Access> {
  const names = vector.nodes.filter((name) => name !== '*' && name.split('.')[0] !== 'trilatch')
  const permissions = definePermissions(Object.fromEntries(names.map((name) => [name, name])))
  const enabled = ownField(vector, 'switchedOff') !== true
  const authorizer = createAuthorizer({ permissions, roles: vector.roles, enabled })
  const suspended = ownField(vector.subject, 'suspended') === true
  return () => authorizer.access({ id: 'somebody', roles: vector.subject.roles, suspended })
}

const asked = vectors.map((vector) => ({ vector, access: authorizerOf(vector) }))

if (mode === 'built') pollute('after', how)

const wrong: number[] = []
for (const [i, { vector, access: obtain }] of asked.entries()) {
  const { question, expected } = vector
  const resource = Object.hasOwn(question, 'resource') ? [question.resource] : []
  const access = await obtain()
  const arguments_ = [question.permission, ...resource] as [string, string]
  const decision = access.decide(...arguments_)
  const shown = (answer: object): string => {
    const by = ownField(answer, 'by') ?? undefined
    const fields = ['role', 'scope', 'node', 'context'].map((key) => ownField(by, key))
    return JSON.stringify([ownField(answer, 'state'), ownField(answer, 'reason'), fields])
  }
  const isRight = shown(decision) === shown(expected)
  if (!isRight || access.can(...arguments_) !== (expected.state === 'granted')) wrong.push(i)
}

process.stdout.write(JSON.stringify({ asked: asked.length, wrong }))
