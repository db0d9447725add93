// Section 2 of the design said again, as naively as possible: the measure for the real evaluator.
import { minimatch } from 'minimatch'

export type State = 'granted' | 'forbidden'
export type Rule = { permission: string; state: State; context?: string }
export type Role = { id: string; administrator?: boolean; inherits?: Texts; rules: readonly Rule[] }
export type Held = { role: string; scope?: string }
export type Subject = { roles: readonly Held[]; suspended?: boolean }
export type World = { nodes: Texts; roles: readonly Role[]; subject: Subject; switchedOff?: boolean }
export type Answer = { state: State; reason: string; by?: Held & { node: string; context?: string } }
type Texts = readonly string[]
type Holding = Omit<Role, 'rules'> & { rules: Required<Rule>[]; by: Held } // '' is every resource here

// 2.3 Contexts and names
const slashes = { preserveMultipleSlashes: true, optimizationLevel: 0, platform: 'linux' } as const
const options = { dot: true, nonegate: true, nocomment: true, nobrace: true, noext: true, ...slashes }
const token = /\\[^/]|\*+|\[(?:!|(?!!))[^/\\[:.=^][^/\\[:.=^\]]*\]|[^\\[]/gsu
const limitOf = (context = ''): string => (context === '*' || context === '**' ? '' : context)
const isPlain = (context = ''): boolean => /^[^*?[\\]+$/.test(context)
const isWild = (part: string): boolean => /^[*?[]/.test(part)
const isReversed = (pair: string): boolean => pair.codePointAt(0)! > Array.from(pair).at(-1)!.codePointAt(0)!
const order = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0)
const matches = (name: string, context: string): boolean => !context || minimatch(name, context, options)
const isWhole = (text: string): boolean =>
  /^\/?[^/]+(\/[^/]+)*$/.test(text) && !/(^|\/)\.\.?(\/|$)|[\p{Cc}\p{Cs}]/u.test(text)
const weight = ({ context }: Required<Rule>): number =>
  isPlain(context) ? Infinity : (context.match(token)?.filter((part) => !isWild(part)).length ?? -1)
export function isAccepted(context: string): boolean {
  const parts = context.match(token) ?? []
  const wild = parts.filter(isWild)
  const ranges = wild.flatMap((part) => part.replace(/^\[!?|\]$/g, '').match(/.-./gsu) ?? [])
  const fits = parts.join('') === context && Array.from(context).length <= 256 && wild.length <= 16
  const plain = context.replace(/\\(.)/gsu, '$1')
  return fits && context.isWellFormed() && isWhole(plain) && !ranges.some(isReversed)
}
function properName(given: unknown): string | undefined {
  const name = typeof given === 'object' && given !== null && 'name' in given ? given.name : given
  return typeof name === 'string' && name.length <= 1024 && isWhole(name) ? name : undefined
}

// 2.1 Inside one role
const walk = (node: string): string[] =>
  /^(\*|trilatch)$/.test(node) ? [node] : [node, ...walk(node.replace(/\.?[^.]+$/, '') || '*')]
function says({ rules, by }: Holding, permission: string, name?: string): Answer | undefined {
  if (by.scope !== undefined && (name === undefined || !matches(name, by.scope))) return undefined
  const applies = ({ state, context }: Required<Rule>): boolean =>
    name === undefined ? state === 'forbidden' || context === '' : matches(name, context)
  for (const node of walk(permission)) {
    const here = rules.filter((rule) => rule.permission === node && applies(rule))
    const best = here.filter((rule) => name === undefined || weight(rule) === Math.max(...here.map(weight)))
    for (const { state, context } of best)
      return { state, reason: state, by: { ...by, node, ...(context && { context }) } }
  }
  return undefined
}

// 2.2 Between the roles of a subject, and 2.5 the other questions
function holdings({ roles, subject }: World): Holding[] {
  const reach = ({ role: id, scope = '*' }: Held): Holding[] => {
    const role = roles.find((known) => known.id === id)
    const by = limitOf(scope) ? { role: id, scope } : { role: id }
    if (role === undefined || !isAccepted(scope) || (role.administrator && by.scope)) return []
    const rules = role.rules.map((rule) => ({ ...rule, context: limitOf(rule.context) }))
    rules.sort((a, b) => order(a.state, b.state) || order(a.context, b.context)) // forbidden first
    return [{ ...role, rules, by }, ...(role.inherits ?? []).flatMap((next) => reach({ role: next, scope }))]
  }
  return subject.roles.flatMap(reach).toSorted((a, b) => order(a.id, b.id) || order(a.by.scope, b.by.scope))
}
export function decide(world: World, permission: string, ...resource: [] | [unknown]): Answer {
  const name = properName(resource[0])
  if (!world.nodes.includes(permission)) return { state: 'forbidden', reason: 'unknown-permission' }
  if (resource.length > 0 && name === undefined) return { state: 'forbidden', reason: 'improper-resource' }
  if (world.switchedOff) return { state: 'granted', reason: 'switched-off' }
  if (world.subject.suspended) return { state: 'forbidden', reason: 'suspended' }
  const by = holdings(world).find(({ administrator }) => administrator)?.by
  if (by) return { state: 'granted', reason: 'administrator', by: { ...by, node: walk(permission).at(-1)! } }
  const answers = holdings(world).flatMap((holding) => says(holding, permission, name) ?? [])
  const granted = answers.find(({ state }) => state === 'granted')
  return granted ?? answers[0] ?? { state: 'forbidden', reason: 'nothing-granted' }
}
export const can = (world: World, permission: string, ...resource: [] | [unknown]): boolean =>
  decide(world, permission, ...resource).state === 'granted'
export const filter = (world: World, permission: string, items: readonly unknown[]): unknown[] =>
  items.filter((item) => can(world, permission, item))
export function canSome(world: World, permission: string): boolean {
  const { state, reason } = decide(world, permission)
  if (/^(unknown|switched|suspended|administrator)/.test(reason)) return state === 'granted'
  return holdings(world).some((holding) => {
    const opens = (name?: string): boolean => says(holding, permission, name)?.state === 'granted'
    if (isPlain(holding.by.scope)) return opens(holding.by.scope)
    const met = new Set<string>()
    for (const node of walk(permission)) {
      const here = holding.rules.filter((rule) => rule.permission === node)
      for (const { state, context } of here)
        if (state === 'forbidden') met.add(context)
        else if (isPlain(context) ? opens(context) : !met.has(context)) return true
      if (here.some(({ context }) => context === '')) return false
    }
    return false
  })
}
