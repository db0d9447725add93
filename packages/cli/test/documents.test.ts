// validate and routes: what fails a build.
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { application, command } from './support/command.ts'

const good = 'format: 1\nroles:\n  - id: a\n    rules:\n      - { permission: project, state: granted }\n'
const unknown = good.replace('permission: project', 'permission: projekt')

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'trilatch-cli-'))
  await writeFile(join(folder, 'good.yaml'), good)
  await writeFile(join(folder, 'unknown.yaml'), unknown)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('trilatch validate', () => {
  it('counts what a valid policy holds', async () => {
    const { status, out } = await command(['validate', join(folder, 'good.yaml')])
    expect(status).toBe(0)
    expect(out).toBe(`valid  ${join(folder, 'good.yaml')}: 1 roles, 0 assignments, 0 mapping rows`)
  })

  it('looks permissions up in the catalogue of the application, with line and column', async () => {
    const { status, out } = await command(['validate', join(folder, 'unknown.yaml')])
    expect(status).toBe(1)
    expect(out).toContain('unknown.yaml:5:23 roles[0].rules[0].permission: unknown permission "projekt"')
  })

  it('says that it did not where there is no configuration', async () => {
    const { status, out } = await command(['validate', 'unknown.yaml'], { folder })
    expect(status).toBe(0)
    expect(out).toContain('the names of permissions were not looked up')
  })

  it('reads standard input, and tells programs all that is wrong', async () => {
    const { status, out } = await command(['validate', '-', '--json'], { input: unknown })
    expect(status).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      permissionsChecked: true,
      files: [{ file: 'standard input', valid: false, issues: [{ code: 'TRILATCH_PERMISSION_UNKNOWN' }] }],
    })
  })

  it('warns of a group that makes administrators and something else, and calls the policy valid', async () => {
    const input =
      'format: 1\nroles:\n  - { id: a, administrator: true, rules: [] }\n  - { id: b, rules: [] }\n' +
      'mappings:\n  - { provider: ldap, group: ops, roles: [a] }\n  - { provider: ldap, group: ops, roles: [b] }\n'
    const { status, out } = await command(['validate', '-'], { input })
    expect(status).toBe(0)
    expect(out).toContain(
      'warning  Group "ops" of "ldap" leads to the administrator role "a" and to "b": use different groups for the two.',
    )
  })

  it('judges every file, and fails when one is wrong or missing', async () => {
    const both = [join(folder, 'good.yaml'), join(folder, 'unknown.yaml')]
    expect((await command(['validate', ...both])).status).toBe(1)
    const missing = await command(['validate', join(folder, 'none.yaml')])
    expect(missing.status).toBe(2)
    expect(missing.err).toContain('Cannot read')
  })
})

it('trilatch validate refuses a file that is too long before it reads it', async () => {
  const long = join(folder, 'long.yaml')
  await writeFile(long, '')
  await truncate(long, 40_000_001)
  const { status, err } = await command(['validate', long, '--json'])
  expect(status).toBe(2)
  expect(JSON.parse(err)).toMatchObject({ error: { code: 'file-too-long' } })
})

describe('trilatch routes', () => {
  it('shows what protects each route, and fails while one is unprotected', async () => {
    const { status, out } = await command(['routes'])
    expect(status).toBe(1)
    expect(out).toContain('POST /projects  project.create')
    expect(out).toContain('GET /health     UNPROTECTED')
  })
})

describe('The configuration', () => {
  const config = async (text: string, args = ['check', 'a', 'b']) => {
    const file = join(folder, `${Math.random().toString(36).slice(2)}.mjs`)
    await writeFile(file, text)
    return command([...args, '--config', file])
  }

  it('is looked for in the folders above, too', async () => {
    expect(
      (await command(['check', 'ann', 'project.create'], { folder: join(application, 'a/b') })).status,
    ).toBe(0)
  })

  it('is missed with the fix in the message', async () => {
    const { status, err } = await command(['check', 'a', 'b'], { folder })
    expect(status).toBe(2)
    expect(err).toContain('Write one that exports defineConfig({ authorizer }), or name it with --config.')
  })

  it.each([
    ['without a default', 'export const a = 1', 'expected `export default defineConfig({ authorizer })`'],
    ['without an authorizer', 'export default {}', '`authorizer` must be what createAuthorizer() gives'],
    ['with a stray field', 'export default { authorizer: () => 1, rotues: 1 }', 'unknown field "rotues"'],
    [
      'with routes that are no function',
      'export default { authorizer: () => 1, routes: 1 }',
      '`routes` must be a function',
    ],
    ['whose authorizer is none', 'export default { authorizer: () => 1 }', 'gave no authorizer'],
    [
      'whose passwords can only be created',
      'export default { authorizer: () => 1, passwords: { createUser() {} } }',
      '`passwords` must be what localAccounts() gives',
    ],
    ['that throws', 'throw new Error("boom")', 'boom'],
  ])('%s is refused', async (_what, text, message) => {
    const { status, err } = await config(text)
    expect(status).toBe(2)
    expect(err).toContain(message)
  })

  it('without `routes` says how to add them', async () => {
    const { status, err } = await config('export default { authorizer: () => 1 }', ['routes'])
    expect(status).toBe(2)
    expect(err).toContain('Add `routes: () => coverage(app)`')
  })
})
