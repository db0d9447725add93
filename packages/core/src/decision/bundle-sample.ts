import type { DecisionBundle } from './bundle-schema.ts'

const text = 'a'
const state = 'granted'
const flag = true

/** A bundle that has every part a bundle can have; what it says means nothing. */
export const sampleBundle: DecisionBundle = {
  format: 'trilatch-bundle',
  version: 1,
  semantics: 1,
  position: text,
  policy: text,
  catalogue: text,
  anonymous: flag,
  given: [{ role: text, scope: text }],
  ignored: [{ role: text, scope: text, why: 'role-unknown' }],
  administrator: flag,
  roles: [
    {
      id: text,
      title: text,
      administrator: flag,
      rules: [{ permission: text, state, context: text }],
    },
  ],
  holdings: [{ role: text, scope: text, via: [text] }],
  permissions: [
    {
      permission: text,
      title: text,
      path: text,
      depth: 0,
      state,
      reason: state,
      by: { role: text, via: [text], scope: text, node: text, context: text },
      some: flag,
      named: 'depends',
      contexts: [{ state, context: text, scope: text }],
    },
  ],
}
