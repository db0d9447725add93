// Large imports: judged to the end, in slices.
import { expect, it, vi } from 'vitest'
import { createAuthorizer, definePermissions, memoryStore } from '../../src/index.ts'
import type { ImportPlan, Role, WrittenDocument } from '../../src/index.ts'
import { grant } from '../authorizer/support.ts'

const areas = Array.from({ length: 40 }, (_, i) => `area${i}`)
const permissions = definePermissions(
  Object.fromEntries(
    areas.flatMap((area) => [area, `${area}.view`, `${area}.edit`]).map((name) => [name, name]),
  ),
)

/** Roles with patterns that overlap, each about other areas. */
const rolesOf = (right: string): readonly Role[] =>
  Array.from({ length: 800 }, (_, i) => ({
    id: `r${i}`,
    rules: areas
      .slice(i % 30, (i % 30) + 8)
      .map((area, at) => grant(`${area}.${right}`, `*a${i % 7}*b${at}*`)),
  }))

const boss: Role = { id: 'boss', administrator: true, rules: [] }
const holdsAll: Role = { id: 'holds-all', rules: areas.map((area) => grant(area)) }
const holdsMost: Role = { id: 'holds-most', rules: areas.slice(0, -4).map((area) => grant(area)) }

/** What somebody who has one role would do by importing other rules, and how often others had their turn meanwhile. */
async function planned(role: string): Promise<readonly [plan: ImportPlan, turns: number]> {
  const kept = [boss, holdsAll, holdsMost]
  const store = memoryStore({
    roles: [...kept, ...rolesOf('view')],
    assignments: [
      { subject: 'root', role: 'boss' },
      { subject: 'lee', role },
    ],
  })
  const authorizer = createAuthorizer({ permissions, store })
  const document: WrittenDocument = { format: 1, roles: [...kept, ...rolesOf('edit')] }
  let [turns, done] = [0, false]
  const turn = (): void => {
    turns++
    if (!done) setImmediate(turn)
  }
  setImmediate(turn)
  const plan = await authorizer.manage('lee', { as: { id: 'lee' } }).planImport(document)
  done = true
  return [plan, turns]
}

it('what the giver holds is accepted, eight hundred roles at once', async () => {
  const [plan] = await planned('holds-all')
  expect(plan.roles.total).toBe(800)
  expect(plan.refusal).toBe(undefined)
})

it('what the giver does not hold is found among all the rest', async () => {
  const [plan] = await planned('holds-most')
  expect(plan.refusal).toMatchObject({ code: 'TRILATCH_MORE_THAN_HELD' })
})

it('others have their turn while it is judged', async () => {
  let time = performance.now()
  // Each look at the clock takes five milliseconds, so that two steps are a slice on any machine.
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (time += 5))
  try {
    const [, turns] = await planned('holds-all')
    expect(turns).toBeGreaterThan(100)
  } finally {
    clock.mockRestore()
  }
})
