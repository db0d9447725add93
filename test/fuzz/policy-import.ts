// Target 4: reading policy documents, in JSON and YAML, whole or damaged.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  createAuthorizer,
  definePermissions,
  errorCodes,
  memoryStore,
  PolicyError,
  readPolicy,
} from '@trilatch/core'
import type { PolicyDocument } from '@trilatch/core'
import { stringify } from 'yaml'
import { isAccepted } from '../specification/specification.ts'
import { documentArbitrary } from './document.ts'
import { damaged, hostileWord } from './hostile.ts'
import { fuzzTarget } from './target.ts'
import type { FuzzTarget } from './target.ts'

type Form = 'json' | 'pretty' | 'yaml' | 'flow'

interface Input {
  /** Data that should be a policy document. */
  readonly data: unknown
  readonly form: Form
  /** The text, damaged or not. */
  readonly text: string
}

const permissions = definePermissions({
  'project.create': 'Create',
  'project.delete': { title: 'Delete', formerly: ['project.remove'] },
  'job.run': 'Run',
})
const frozenOptions = Object.freeze({ permissions, source: 'fuzzed' })

function write(data: unknown, form: Form): string {
  if (form === 'json') return JSON.stringify(data) ?? ''
  if (form === 'pretty') return JSON.stringify(data, null, 2) ?? ''
  return stringify(data, {
    aliasDuplicateObjects: false,
    ...(form === 'flow' && { collectionStyle: 'flow' }),
  })
}

/** What may get into a document, and blanks and comments, which often do no harm. */
const word = fc.oneof(hostileWord, fc.constantFrom(' ', '\n', '\n\n', ' # x\n', '  '))

const input: fc.Arbitrary<Input> = fc
  .tuple(documentArbitrary, fc.constantFrom<Form>('json', 'pretty', 'yaml', 'flow'))
  .chain(([data, form]) =>
    fc
      .oneof(fc.constant(write(data, form)), damaged(fc.constant(write(data, form)), 4, word))
      .map((text) => ({ data, form, text })),
  )

/** What every object would inherit, and what everybody relies on. */
const builtIn = [Object.prototype, Array.prototype, Function.prototype, String.prototype] as const
const fieldsOf = (): string =>
  JSON.stringify(
    builtIn.map((object) =>
      Object.entries(Object.getOwnPropertyDescriptors(object)).map(([key, { value }]) => [key, typeof value]),
    ),
  )
const untouched = fieldsOf()

/** Somebody who asks an application that is running while documents are read. */
const running = createAuthorizer({
  permissions,
  roles: [{ id: 'a', rules: [{ permission: 'job', state: 'granted', context: 'eu.*' }] }],
  enabled: true,
})

async function checkRunning(): Promise<void> {
  const access = await running.access({ id: 'ann', roles: ['a'] })
  const answers = [access.can('job.run', 'eu.1'), access.can('job.run', 'us.1'), access.can('project.create')]
  assert.deepEqual(answers, [true, false, false])
  const { items } = await running.manage('boss').audit()
  assert.deepEqual(items, [])
  assert.equal(fieldsOf(), untouched, 'a built-in prototype was changed')
}

function checkRefusal(text: string, error: unknown): void {
  assert.ok(error instanceof PolicyError, error instanceof Error ? error.stack : String(error))
  assert.ok(errorCodes.includes(error.code))
  assert.ok(error.issues.length > 0)
  assert.ok(error.message.length < 25 * (text.length + 1_000), `a message of ${error.message.length}`)
  const lines = text.split('\n').length
  for (const { code, message, line = 0, column = 0 } of error.issues) {
    assert.ok(errorCodes.includes(code) && message !== '')
    assert.ok(line >= 1 && line <= lines && column >= 1 && column <= text.length + 1, `${line}:${column}`)
  }
}

const limitOf = (context: unknown): object =>
  [undefined, '*', '**'].includes(context as string | undefined) ? {} : { context }

/** What is kept of a role, said once more: for documents that were accepted. */
function keptOf(role: Record<string, unknown>): unknown {
  const { id, title, description, administrator, inherits, rules } = role
  return {
    id,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(administrator === true && { administrator }),
    ...(Array.isArray(inherits) && inherits.length > 0 && { inherits: [...new Set(inherits)] }),
    rules: (rules as Record<string, unknown>[]).map(({ permission, state, context }) => ({
      permission,
      state,
      ...limitOf(context),
    })),
  }
}

/** Nothing that must not be in a policy is in one that was accepted. */
function checkAccepted(document: PolicyDocument): void {
  const written = JSON.stringify(document)
  assert.equal(JSON.stringify(readPolicy(written, frozenOptions)), written, 'read again')
  const ids = document.roles.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  const limits = [
    ...document.roles.flatMap(({ rules }) => rules.map(({ context }) => context)),
    ...document.assignments.map(({ scope }) => scope),
    ...document.mappings.map(({ scope }) => scope),
  ]
  for (const limit of limits) assert.ok(limit === undefined || isAccepted(limit), `${limit}`)
  for (const { rules, inherits = [] } of document.roles) {
    for (const { permission, state } of rules) {
      assert.ok(state === 'granted' || state === 'forbidden')
      assert.ok(permissions.has(permission) || permissions.former.has(permission), permission)
    }
    for (const id of inherits) {
      const inherited = document.roles.find((role) => role.id === id)
      assert.ok(inherited !== undefined && inherited.administrator !== true)
    }
  }
  const { roles, assignments, mappings } = document
  createAuthorizer({ permissions, store: memoryStore({ roles, assignments, mappings }), enabled: true })
}

/** The data of a text that is JSON; `undefined` when it is not. */
function parse(text: string): { readonly roles?: unknown } | null | undefined {
  try {
    return JSON.parse(text) as { readonly roles?: unknown } | null
  } catch {
    return undefined
  }
}

/** Roles given in code go the way of documents, without the text. */
function checkInCode(roles: readonly unknown[], isAccepted: boolean): void {
  const before = JSON.stringify(roles)
  const make = (): unknown => createAuthorizer({ permissions, roles: roles as never, enabled: true })
  if (isAccepted) make()
  else {
    try {
      make()
    } catch (error) {
      assert.ok(error instanceof PolicyError, error instanceof Error ? error.stack : String(error))
    }
  }
  assert.equal(JSON.stringify(roles), before, 'what was handed in was changed')
}

export const policyImport: FuzzTarget = fuzzTarget<Input>({
  number: 4,
  title: 'policy documents',
  inputs: input,
  shares: {
    accepted: 0.15,
    refused: 0.3,
    'accepted though damaged': 0.005,
    'JSON accepted': 0.05,
    'JSON refused': 0.05,
  },
  check: async ({ data, form, text }, within) => {
    const kinds = new Set<string>()
    let document: PolicyDocument | undefined
    try {
      document = within(1_000, 'reading a document', () => readPolicy(text, frozenOptions))
      kinds.add('accepted')
    } catch (error) {
      checkRefusal(text, error)
      kinds.add('refused')
    }
    if (document !== undefined) {
      checkAccepted(document)
      if (text !== write(data, form)) kinds.add('accepted though damaged')
    }
    const parsed = parse(text)
    if (parsed !== undefined) {
      kinds.add(`JSON ${document === undefined ? 'refused' : 'accepted'}`)
      const roles: unknown = parsed?.roles
      if (document !== undefined)
        assert.deepEqual(document.roles, (roles as Record<string, unknown>[]).map(keptOf), 'by JSON.parse')
      if (Array.isArray(roles)) checkInCode(roles, document !== undefined)
    }
    await checkRunning()
    return kinds
  },
})
