// Worlds and questions for property tests, made so that rules overlap, tie and contradict each other.
// Every rule's context is accepted, no permission or role is unknown inside the policy, inheriting has no
// cycles, and administrator roles are neither inherited nor held with a scope: all that can be stored.
import fc from 'fast-check'
import type { Held, Role, Rule, State, World } from './specification.ts'

export type Resource = [] | [unknown]
export type Question = { permission: string; resource: Resource }
export type Case = Question & { world: World }

const words = (text: string): string[] => text.trim().split(/\s+/)

const declared = words(`
  project.create project.member.add project.member.remove.all job job.run job.run.nightly.retry
  design.view constructor.prototype __proto__ __proto__.toString a:b-c_d.0
`)
const reserved = words('trilatch trilatch.roles trilatch.roles.edit')
const unknownPermissions = [
  '',
  ...words('nope project.nope project. project..create Project.create hasOwnProperty *.job ** trilatchx'),
  ...words('job.run.nightly.retry.more trilatch.nope'),
]
const roleIds = words('a b c B lead constructor __proto__')
const unknownRoles = words('ghost toString')

/** The names that most questions ask about: each lies within several of the contexts. */
export const commonNames: readonly string[] = words('sales.eu sales.secret.x x.x a.x a/b a/b/c a*b')
const rareNames = [
  words(String.raw`
    a x hr.x x.secret sales. sales Sales.eu s?les.* axb a\*b [a-c].x d.x .x .hidden/b a/.b a/x.x /a
    !a #a {a,b} +(a).x a]b constructor __proto__ sales.eu/x
  `),
  [
    's\u0430les.eu',
    'caf\u00e9',
    'cafe\u0301',
    '\u{1f600}.x',
    '\u{1f600}'.repeat(200),
    'a x',
    'a'.repeat(16),
    'a'.repeat(1024),
  ],
].flat()
const commonContexts = words(String.raw`
  sales.* sales.secret.* *.x x.* x.x x.x* x\.x sales.eu a/** a/* a\*b [a-c].x ${'\u{1f600}'}.*
`)
const rareContexts = [
  words(String.raw`
    sales.secret.x s?les.* [!a-c].x []a]* ?.x *.* *.secret.* sales.** **/b a/**/c a/b a/b/* a*b a?b a\?b
    a \a /* */* **/* *** !a #a {a,b} +(a).* a]b constructor __proto__
  `),
  ['caf\u00e9', 'caf?*', '\u{1f600}'.repeat(200), '?'.repeat(16)],
].flat()
const unreadableScopes = [
  words(String.raw`a/ / a//b . a/../* [a [] [!] [c-a].x [^a].x [a.]* [a/b]* a\ a\/b`),
  ['', 'a*\u0000', 'a*\ud800', '?a'.repeat(17), `${'a'.repeat(256)}*`],
].flat()
const improperResources: readonly unknown[] = [
  words('/ a/ a//b //a . .. ./a a/../b a/.'),
  ['', 'a\u0000', 'x.\u0085', 'x.x\n', 'a\ud800', '\udc00.x', 'a'.repeat(1025), '\u{1f600}'.repeat(513)],
  [undefined, null, 0, 7, Number.NaN, 7n, true, Symbol('x.x'), [], ['x.x'], new Date(0)],
  [{}, { title: 'x.x' }, { name: '' }, { name: 7 }, { name: ['x.x'] }, { name: undefined }],
  [{ name: { name: 'x.x' } }, { name: 'a/' }, new Map([['name', 'x.x']])],
].flat()

const weighted = <T>(...choices: [number, fc.Arbitrary<T>][]): fc.Arbitrary<T> =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })))
const oneOf = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values)
const once = (times: number): fc.Arbitrary<boolean> =>
  weighted([times - 1, fc.constant(false)], [1, fc.constant(true)])

const contextArbitrary = weighted<string | undefined>(
  [6, fc.constant(undefined)],
  [1, oneOf(['*', '**'])],
  [7, oneOf(commonContexts)],
  [3, oneOf(rareContexts)],
)
/** Scopes, accepted or not; `undefined` is none. */
export const scopeArbitrary: fc.Arbitrary<string | undefined> = weighted<string | undefined>(
  [9, fc.constant(undefined)],
  [1, oneOf(['*', '**'])],
  [8, oneOf(commonContexts)],
  [2, oneOf(rareContexts)],
  [1, oneOf(unreadableScopes)],
)
const nodesArbitrary = fc
  .tuple(oneOf(declared), fc.subarray(declared, { maxLength: 2 }))
  .map(([first, more]) => nodesOf([first, ...more, 'trilatch.roles.edit']))

function nodesOf(names: readonly string[]): string[] {
  const nodes = new Set(['*'])
  for (const name of names)
    name.split('.').forEach((_, depth, segments) => nodes.add(segments.slice(0, depth + 1).join('.')))
  return [...nodes]
}

/** A rule about one of these nodes. */
export function ruleArbitrary(nodes: readonly string[]): fc.Arbitrary<Rule> {
  const own = nodes.filter((node) => !reserved.includes(node))
  return fc
    .tuple(
      weighted([9, oneOf(own)], [1, oneOf(reserved)]),
      oneOf<State>(['granted', 'forbidden']),
      contextArbitrary,
    )
    .map(([permission, state, context]) => ({ permission, state, ...(context !== undefined && { context }) }))
}

type Draft = { administrator: boolean; next: number[]; rules: Rule[] }
function finish(ids: readonly string[], drafts: readonly Draft[]): Role[] {
  return drafts.map(({ administrator, next, rules }, i) => {
    const later = next.map((n) => i + 1 + n).filter((j) => drafts[j] && !drafts[j].administrator)
    const inherits = [...new Set(later)].flatMap((j) => ids[j] ?? [])
    const optional = { ...(administrator && { administrator }), ...(inherits.length > 0 && { inherits }) }
    return { id: ids[i] ?? '', ...optional, rules }
  })
}
function rolesArbitrary(nodes: readonly string[]): fc.Arbitrary<Role[]> {
  const draft: fc.Arbitrary<Draft> = fc
    .tuple(
      once(25),
      fc.array(fc.nat(3), { maxLength: 2 }),
      fc.array(ruleArbitrary(nodes), { minLength: 1, maxLength: 9 }),
    )
    .map(([administrator, next, rules]) => ({ administrator, next, rules }))
  return fc
    .shuffledSubarray(roleIds, { minLength: 1, maxLength: 5 })
    .chain((ids) => fc.tuple(...ids.map(() => draft)).map((drafts) => finish(ids, drafts)))
    .chain((roles) => fc.shuffledSubarray(roles, { minLength: roles.length }))
}
function heldArbitrary(roles: readonly Role[]): fc.Arbitrary<Held> {
  const administrators = roles.filter(({ administrator }) => administrator).map(({ id }) => id)
  return fc
    .tuple(weighted([15, oneOf(roles.map(({ id }) => id))], [1, oneOf(unknownRoles)]), scopeArbitrary)
    .map(([role, scope]) =>
      scope === undefined || administrators.includes(role) ? { role } : { role, scope },
    )
}

function heldListArbitrary(roles: readonly Role[]): fc.Arbitrary<Held[]> {
  const held = heldArbitrary(roles)
  return weighted([1, fc.array(held, { maxLength: 1 })], [6, fc.array(held, { minLength: 2, maxLength: 5 })])
}

export const worldArbitrary: fc.Arbitrary<World> = nodesArbitrary.chain((nodes) =>
  rolesArbitrary(nodes).chain((roles) =>
    fc.tuple(heldListArbitrary(roles), once(30), once(40)).map(([held, suspended, switchedOff]) => ({
      nodes,
      roles,
      subject: { roles: held, ...(suspended && { suspended }) },
      ...(switchedOff && { switchedOff }),
    })),
  ),
)

/** A name that most likely matches this context. */
const fill = (context: string): string =>
  context.replace(
    /\\(.)|\[(.).*?\]|\*\*?|\?/gsu,
    (_, escaped?: string, first?: string) => escaped ?? first ?? 'x',
  )

export function questionArbitrary({ nodes, roles, subject }: World): fc.Arbitrary<Question> {
  const own = nodes.filter((node) => !reserved.includes(node) && node !== '*')
  const permission = weighted(
    [16, oneOf(own)],
    [1, fc.constant('*')],
    [2, oneOf(reserved)],
    [1, oneOf(unknownPermissions).filter((unknown) => !nodes.includes(unknown))],
  )
  const limits = [
    ...roles.flatMap(({ rules }) => rules.map((rule) => rule.context)),
    ...subject.roles.map((held) => held.scope),
  ]
  const filled = [...commonNames, ...limits.flatMap((limit) => limit ?? []).map(fill)]
  const name = weighted([5, oneOf(commonNames)], [1, oneOf(rareNames)], [4, oneOf(filled)])
  const named = fc
    .tuple(name, fc.boolean())
    .map(([text, asObject]) => (asObject ? { name: text, id: 7 } : text))
  const resource = weighted<Resource>(
    [4, fc.constant<Resource>([])],
    [13, named.map((value): Resource => [value])],
    [1, oneOf(improperResources).map((value): Resource => [value])],
  )
  return fc.record({ permission, resource }, { noNullPrototype: true })
}

export const caseArbitrary: fc.Arbitrary<Case> = worldArbitrary.chain((world) =>
  questionArbitrary(world).map((question) => ({ world, ...question })),
)

/** A world and so many questions about it: making the world costs more than a question. */
export const worldWithQuestions = (
  count: number,
): fc.Arbitrary<{ readonly world: World; readonly questions: readonly Question[] }> =>
  worldArbitrary.chain((world) =>
    fc
      .array(questionArbitrary(world), { minLength: count, maxLength: count })
      .map((questions) => ({ world, questions })),
  )
