import { improperName } from '../context/name-table.ts'
import type { CompiledPolicy } from './compiled-policy.ts'
import type { CompiledRule } from './compiled-role.ts'
import type { Holding } from './holdings.ts'

/**
 * Whether one held role may grant a permission for some name; for menus and lists. It never says no where some
 * name is granted; where overlapping patterns forbid all of it, it may say yes. Pure.
 */
export function holdingMayGrantSome(policy: CompiledPolicy, held: Holding, start: number): boolean {
  const { names, programs } = policy
  // A role may have thousands of plain names here: each is run as `can` runs it, not evaluated over all rules.
  const grants = (name: string): boolean => {
    if (held.scope?.matches(name) === false) return false
    const place = names.find(name)
    return place !== improperName && programs.run(programs.of(held.role, start).start, names.records, place)
  }
  if (held.scope?.plain === true) return grants(held.scope.text)
  // Contexts that a nearer node, or this one, forbids; "every resource" is undefined.
  const forbidden = new Set<string | undefined>()
  const opens = (rule: CompiledRule): boolean =>
    rule.state === 'granted' &&
    (rule.context?.plain === true ? grants(rule.context.text) : !forbidden.has(rule.context?.text))
  for (let node = start; node !== -1; node = policy.permissions.parents[node] as number) {
    const rules = held.role.rules.get(node)
    if (rules === undefined) continue
    for (const rule of rules) if (rule.state === 'forbidden') forbidden.add(rule.context?.text)
    if (rules.some(opens)) return true
    if (rules.some((rule) => rule.context === undefined)) return false
  }
  return false
}
