// The audit trail: verified, exported, and where it ends.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fileURLToPath } from 'node:url'
import { command } from './support/command.ts'
import { tampered } from './with-trail/tampered.ts'

const folder = fileURLToPath(new URL('with-trail', import.meta.url))
const key = 'the-key-of-the-trail,-kept-outside-of-Redis'
const audit = (args: readonly string[], environment: Record<string, string> = {}) =>
  command(['audit', ...args], { folder, environment })

let files: string
beforeAll(async () => (files = await mkdtemp(join(tmpdir(), 'trail-'))))
afterAll(() => rm(files, { recursive: true }))
async function file(name: string, text: string): Promise<string> {
  const path = join(files, name)
  await writeFile(path, text)
  return path
}
const exported = async (...args: readonly string[]): Promise<string> => (await audit(['export', ...args])).out

describe('trilatch audit verify', () => {
  it('says that a trail is intact, with which keys, and where it ends', async () => {
    const { status, out, err } = await audit(['verify'])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(out).toMatch(/^intact: 4 entries, 1 to 4\nkey [\w-]{12}: 1 to 4 \(4\)\nhead 4:[\w-]{43}$/)
    const { out: json } = await audit(['verify', '--json'])
    expect(JSON.parse(json)).toMatchObject({ intact: true, entries: 4, findings: [] })
  })

  it('says which entries are not what was written, and why', async () => {
    tampered.edit = (items) =>
      items
        .map((kept) => (kept.sequence === 2 ? { ...kept, fault: 'edited' as const } : kept))
        .filter(({ sequence }) => sequence !== 3)
    try {
      const { status, out } = await audit(['verify'])
      expect(status).toBe(1)
      expect(out).toContain(
        [
          'not intact: 2 findings in 3 entries, 1 to 4',
          'edited   entry 2 is not what was written there',
          'missing  entry 3 is missing',
        ].join('\n'),
      )
      const { status: ended, out: json } = await audit(['verify', '--json'])
      expect(ended).toBe(1)
      expect(JSON.parse(json)).toMatchObject({
        intact: false,
        found: 2,
        findings: [{ kind: 'edited' }, { kind: 'missing' }],
      })
    } finally {
      tampered.edit = undefined
    }
  })

  it('takes a head that was published', async () => {
    const { status, out: head } = await audit(['head'])
    expect(status).toBe(0)
    expect(head).toMatch(/^4:[\w-]{43}$/)
    expect((await audit(['verify', '--head', head])).status).toBe(0)
    const cut = await audit(['verify', '--head', head.replace('4:', '7:')])
    expect(cut.status).toBe(1)
    expect(cut.out).toContain('truncated  entries 5 to 7 are missing at the end: the given head is entry 7')
    const wrong = await audit(['verify', '--head', 'latest'])
    expect(wrong).toMatchObject({
      status: 2,
      err: expect.stringContaining('--head must be a number and a hash'),
    })
  })

  it('verifies an export, with the keys of the environment', async () => {
    const path = await file('whole.jsonl', `${await exported()}\n`)
    const keyed = { TRILATCH_AUDIT_KEY: key }
    expect(await audit(['verify', '--file', path], keyed)).toMatchObject({
      status: 0,
      out: expect.stringContaining('intact: 4 entries, 1 to 4'),
    })
    const unknown = await audit(['verify', '--file', path])
    expect(unknown.status).toBe(1)
    expect(unknown.out).toContain('which is not known here')
    const part = await file('part.jsonl', await exported('--after', '2'))
    expect(await audit(['verify', '--file', part], keyed)).toMatchObject({
      status: 0,
      out: expect.stringContaining('intact: 2 entries, 3 to 4'),
    })
  })

  it.each([
    [
      'edited',
      (lines: string[]) => lines.with(1, (lines[1] ?? '').replace('test', 'eve')),
      'edited  entry 2',
    ],
    ['written otherwise', (lines: string[]) => lines.with(1, ` ${lines[1]}`), 'edited  entry 2'],
    [
      'saying a member twice',
      (lines: string[]) => lines.with(1, (lines[1] ?? '').replace('{', '{"actor":"eve",')),
      'edited  entry 2',
    ],
    ['gone', (lines: string[]) => lines.toSpliced(1, 1), 'missing  entry 2 is missing'],
    ['no entry', (lines: string[]) => lines.with(1, '{"a":1}'), 'unreadable  what is kept at line 2'],
    ['no JSON', (lines: string[]) => lines.with(1, '\u001b[2J'), 'unreadable  what is kept at line 2'],
  ])('finds a line of an export that is %s', async (_, edit, finding) => {
    const path = await file('edited.jsonl', edit((await exported()).split('\n')).join('\n'))
    const { status, out } = await audit(['verify', '--file', path], { TRILATCH_AUDIT_KEY: key })
    expect(status).toBe(1)
    expect(out).toContain(finding)
  })

  it.each([
    ['one that is not there', 'no-such-file', {}, 'Cannot read '],
    ['an empty one', '', {}, 'has no entries.'],
    ['one with a key that is none', 'x', { TRILATCH_AUDIT_KEY: 'short' }, 'TRILATCH_AUDIT_KEY: '],
  ])('does not call %s intact', async (_, text, environment, message) => {
    const path = text === 'no-such-file' ? text : await file('odd.jsonl', text)
    const { status, err } = await audit(['verify', '--file', path], environment)
    expect(status).toBe(2)
    expect(err).toContain(message)
  })
})

describe('trilatch audit export', () => {
  it('prints an entry in each line, oldest first', async () => {
    const { status, out } = await audit(['export'])
    expect(status).toBe(0)
    const entries = out.split('\n').map((line) => JSON.parse(line) as { sequence: number; action: string })
    expect(entries.map(({ sequence, action }) => `${sequence} ${action}`)).toEqual([
      '1 user.create',
      '2 user.create',
      '3 subject.assign',
      '4 role.update',
    ])
    expect(entries[3]).toMatchObject({ outcome: 'refused', refusal: { code: 'TRILATCH_FORBIDDEN' } })
  })

  it('lets nothing through that could hide, move the cursor or begin a line', async () => {
    const out = await exported()
    expect(out.split('\n')).toHaveLength(4)
    expect(out).not.toMatch(/[^\n\P{Cc}]|\p{Cf}|[\u2028\u2029]/u)
    expect(out).toContain('\\u001b[2J\\u202eevil\\u2028\\n\\udb40\\udc41')
    expect(JSON.parse(out.split('\n')[1] ?? '')).toMatchObject({
      after: { title: '\u001b[2J\u202eevil\u2028\n\u{e0041}' },
    })
  })

  it('prints events of OCSF, with --ocsf', async () => {
    const events = (await exported('--ocsf'))
      .split('\n')
      .map((line) => JSON.parse(line) as { class_uid: number })
    expect(events).toMatchObject([
      { class_uid: 3001, activity_id: 1, type_uid: 300_101, user: { uid: 'ann' }, status_id: 1 },
      { class_uid: 3001 },
      {
        class_uid: 3005,
        activity_name: 'Assign Privileges',
        privileges: ['writer'],
        actor: { user: { uid: 'test' } },
      },
      { class_uid: 3004, status: 'Failure', status_code: 'TRILATCH_FORBIDDEN', metadata: { sequence: 4 } },
    ])
  })

  it('prints what is not what was written too, and says so', async () => {
    tampered.edit = (items) =>
      items.map((kept) =>
        kept.sequence === 2 ? { place: '2-0', sequence: 2, entry: null, fault: 'unreadable' } : kept,
      )
    try {
      const { status, out, err } = await audit(['export'])
      expect([status, err]).toEqual([1, '1 of them cannot be verified: `trilatch audit verify` tells which.'])
      expect(out.split('\n')[1]).toBe('{"fault":"unreadable","place":"2-0"}')
    } finally {
      tampered.edit = undefined
    }
  })
})
