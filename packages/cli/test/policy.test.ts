// The whole policy as a document: out, looked at, and in.
import { describe, expect, it } from 'vitest'
import type { WrittenDocument } from '@trilatch/core'
import { command } from './support/command.ts'

const exported = async (...args: string[]): Promise<{ document: WrittenDocument; version: string }> =>
  JSON.parse((await command(['policy', 'export', '--json', ...args])).out) as never

const withRule = ({ roles, ...rest }: WrittenDocument): string =>
  JSON.stringify({
    ...rest,
    roles: roles.map((role) =>
      role.id === 'writer'
        ? { ...role, rules: [{ permission: 'project.delete', state: 'granted', context: 'draft.*' }] }
        : role,
    ),
  })

describe('trilatch policy export', () => {
  it('prints the document that import takes, and the version beside it', async () => {
    const { status, out, err } = await command(['policy', 'export'])
    expect(status).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      format: 1,
      roles: [{ id: 'boss' }, { id: 'finance' }, { id: 'writer' }],
      assignments: [
        { subject: 'ann', role: 'writer' },
        { subject: 'root', role: 'boss' },
      ],
    })
    expect(err).toBe(`version: ${(await exported()).version}`)
  })

  it('leaves out who has which role when told to', async () => {
    expect((await exported('--no-assignments')).document).not.toHaveProperty('assignments')
  })
})

describe('trilatch policy plan', () => {
  it('says what would change, whose rights and how', async () => {
    const { document, version } = await exported()
    const { status, out } = await command(['policy', 'plan', '-'], { input: withRule(document) })
    expect(status).toBe(0)
    expect(out.split('\n')).toEqual([
      '~ role writer: 1 rule more, 1 less',
      'Rights that change, of 1 looked at:',
      '  ann: -project.create; +project.delete in draft.*, as "draft."',
      `version: ${version}`,
    ])
  })

  it('says that nothing would', async () => {
    const { out } = await command(['policy', 'plan', '-'], {
      input: JSON.stringify((await exported()).document),
    })
    expect(out).toContain('Nothing changes.')
  })

  it('says why it would be refused, and ends with 1', async () => {
    const { document } = await exported()
    const roles = [
      ...document.roles,
      ...Array.from({ length: 1_001 }, (_, i) => ({ id: `r${i}`, rules: [] })),
    ]
    const { status, out } = await command(['policy', 'plan', '-'], {
      input: JSON.stringify({ ...document, roles }),
    })
    expect(status).toBe(1)
    expect(out).toContain('… and 1 more roles')
    expect(out).toContain(
      'It would be refused: Cannot import this in one write: it changes 1001 roles, at most 1000.',
    )
  })

  it('is data for programs', async () => {
    const { document } = await exported()
    const { out } = await command(['policy', 'plan', '-', '--json'], { input: withRule(document) })
    expect(JSON.parse(out)).toMatchObject({
      changed: true,
      roles: { total: 1, items: [{ id: 'writer', change: 'changed' }] },
      rights: { scanned: 1, complete: true, subjects: [{ subject: 'ann' }] },
    })
  })
})

describe('trilatch policy import', () => {
  it('puts the document in the place of the policy, in JSON or YAML', async () => {
    const { document, version } = await exported()
    const { status, out } = await command(['policy', 'import', '-', '--expect', version], {
      input: withRule(document),
    })
    expect(status).toBe(0)
    expect(out).toMatch(/^Imported: 1 roles, 0 assignments, 0 mapping rows changed\.\nversion: whole-/)
    const yaml = 'format: 1\nroles:\n  - { id: boss, administrator: true, rules: [] }\n'
    expect((await command(['policy', 'import', '-'], { input: yaml })).out).toContain(
      'Imported: 2 roles, 1 assignments',
    )
  })

  it('does nothing where nothing is to change', async () => {
    const input = JSON.stringify((await exported()).document)
    expect((await command(['policy', 'import', '-'], { input })).out).toBe('Nothing to change.')
  })

  it('is refused when the policy is another than was expected', async () => {
    const input = withRule((await exported()).document)
    const { status, err } = await command(['policy', 'import', '-', '--expect', 'whole-x', '--json'], {
      input,
    })
    expect(status).toBe(1)
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'TRILATCH_CONFLICT' } })
  })

  it.each([
    ['a text that is no document', 'roles: [', 'standard input:1:9'],
    [
      'a role that is not there',
      'format: 1\nroles: [{ id: boss, administrator: true, rules: [], inherits: [x] }]',
      'unknown role "x"',
    ],
    [
      'a permission that is not there',
      'format: 1\nroles: [{ id: boss, rules: [{ permission: x, state: granted }] }]',
      'unknown permission "x"',
    ],
    ['no administrator', 'format: 1\nroles: []', 'it would leave no unsuspended administrator'],
  ])('refuses %s', async (_, input, message) => {
    const { status, err } = await command(['policy', 'import', '-'], { input })
    expect(err).toContain(message)
    expect(status).toBe(1)
  })
})
