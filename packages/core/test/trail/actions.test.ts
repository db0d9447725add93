// Every action that sources put in the trail has an activity of OCSF; another test holds the table of docs/audit.md to them.
import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ocsfActivities } from '../../src/trail/ocsf-activities.ts'

const packages = new URL('../../../', import.meta.url)

/** Events of who signs in and out, and forms, have an action of another kind. */
const elsewhere = /\btell\(\{[^}]*\}|\baction: base\b[^\n]*|\baction: SignInEvent\b[^\n]*/g

/** What is given by its name: `action: 'a'`, or one of two. */
const named = /\baction: [^,\n}]*/g
const literal = /'([a-z]+(?:[.-][a-z]+)*)'/g

/** The first words of actions: whatever begins with one is an action too, wherever it is given. */
const nouns = [...new Set(Object.keys(ocsfActivities).map((action) => action.replace(/\..*/s, '')))]
const begun = new RegExp(`'((?:${nouns.join('|')})\\.[a-z-]+(?:[.-][a-z]+)*)'`, 'g')

function actionsIn(text: string): readonly string[] {
  const bare = text.replaceAll(elsewhere, '')
  const given = Array.from(bare.matchAll(named), ([value]) => value.replace(/\w+ === '[^']*'/g, ''))
  return [given.join('\n').matchAll(literal), bare.matchAll(begun)].flatMap((found) =>
    Array.from(found, ([, action = '']) => action),
  )
}

const files = globSync('{core,auth*,store-redis}/src/**/*.ts', { cwd: packages })
const written = files
  .filter((file) => !file.endsWith('ocsf-activities.ts'))
  .flatMap((file) => actionsIn(readFileSync(new URL(file, packages), 'utf8')))

it('The mapping to OCSF has every action that sources write, and no other', () => {
  expect([...new Set(written)].toSorted()).toEqual(Object.keys(ocsfActivities).toSorted())
})

it.each([
  "{ ...plan, action: 'shop.close' }",
  "auditLine(actor, 'store.accept', alarm)",
  "action: isOn ? 'a.on' : 'a'",
])('An action is found in %s', (text) => {
  expect(actionsIn(text)).not.toEqual([])
})
