// T130: what operations answer with has a bound, by the document, or grows with something that is said.
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '@trilatch/console'
import { documented } from './as-declared.ts'

/** The lists of answers without a bound of their own, by what each of them is no longer than: as docs/console.md says. */
const unpaged = {
  "the application's catalogue": [
    'Catalogue.permissions',
    'ExplainedRole.steps',
    'Explanation.needed',
    'OwnPermissions.permissions',
    'Problem.permissions',
    'RoleTree.rows',
    'RoleTreePreview.rows',
    'SubjectRights.rights',
  ],
  'one role, and what it inherits': [
    'Decision.by.via',
    'ExplainedRole.via',
    'ExplainedStep.rules',
    'OtherOrigin.via',
    'PlannedRole.rulesAdded',
    'PlannedRole.rulesRemoved',
    'RoleTree.inherits',
    'TreeRow.contexts',
  ],
  'what one subject holds': [
    'Explanation.roles',
    'OwnPermission.contexts',
    'SubjectChanges.gains',
    'SubjectChanges.loses',
  ],
  'the policy, which an export is the whole of': [
    'PolicyDocument.assignments',
    'PolicyDocument.mappings',
    'PolicyDocument.roles',
  ],
  'what was sent': ['Problem.issues.path'],
}

describe('T130: every list of an answer', () => {
  it('has a bound in the document, or grows with what is said here', () => {
    expect(documented.length).toBeGreaterThan(40)
    expect(unboundedIn(openApiDocument())).toEqual(Object.values(unpaged).flat().toSorted())
  })
})

type Json = Readonly<Record<string, unknown>>

/** The lists without a bound in what operations answer with, as `Schema.field`. */
function unboundedIn(document: Json): readonly string[] {
  const { schemas } = document['components'] as { readonly schemas: Readonly<Record<string, Json>> }
  const [found, done] = [new Set<string>(), new Set<string>()]
  const look = (value: unknown, at: string): void => {
    if (typeof value !== 'object' || value === null) return
    const { $ref, type, items, maxItems } = value as Json
    if (typeof $ref === 'string') {
      const name = $ref.slice($ref.lastIndexOf('/') + 1)
      if (done.has(name)) return
      done.add(name)
      look(schemas[name], name)
      return
    }
    if (type === 'array' && items !== undefined && maxItems === undefined) found.add(at)
    for (const [key, inner] of Object.entries(value))
      look(
        inner,
        ['properties', 'items', 'anyOf', 'oneOf'].includes(key) || /^\d+$/.test(key) ? at : `${at}.${key}`,
      )
  }
  for (const methods of Object.values(document['paths'] as Json))
    for (const operation of Object.values(methods as Json))
      look((operation as Json)['responses'], (operation as { readonly operationId: string }).operationId)
  return [...found].toSorted()
}
