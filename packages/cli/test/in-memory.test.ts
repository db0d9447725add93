// With a store in memory the command writes into one of its own, and says so.
import { expect, it } from 'vitest'
import { command } from './support/command.ts'

const yaml = 'format: 1\nroles:\n  - { id: boss, administrator: true, rules: [] }\n'
const gone =
  'The store of this configuration is in memory: what was written ends with this command. Use a store in Redis to change what your application uses.'

it.each([
  ['a role', ['user', 'role', 'bob', '--add', 'writer'], ''],
  ['a suspension', ['user', 'suspend', 'bob'], ''],
  ['an import', ['policy', 'import', '-'], yaml],
])('%s does not stay, and whoever gave it is told', async (_, args, input) => {
  const { status, err } = await command(args, { input })
  expect([status, err]).toEqual([0, gone])
})

it.each([
  ['looking at roles', ['user', 'role', 'bob'], ''],
  ['a plan', ['policy', 'plan', '-'], yaml],
])('%s writes nothing, and nothing is told', async (_, args, input) => {
  expect((await command(args, { input })).err).toBe('')
})
