// A real OpenLDAP with people and groups by the thousands, loaded before it runs.
import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { startSlapd } from '../../services/slapd.ts'
import type { SlapdServer } from '../../services/slapd.ts'
import { foundation, suffix } from '../../services/slapd-config.ts'
import { groupNumbers } from '../linked-users.ts'

/** How large a directory is. */
export interface DirectorySize {
  readonly users: number
  readonly groups: number
  /** Groups of each user. */
  readonly each: number
}

const hex = (value: number): string => value.toString(16).padStart(12, '0')
const uuidOf = (i: number): string => `00000000-0000-4000-8000-${hex(i)}`
/** The account of the user of a number, as the strategy names it. */
export const accountOf = (i: number): string => `entryuuid:${uuidOf(i)}`
const personDn = (i: number): string => `uid=u${String(i).padStart(7, '0')},ou=people,${suffix}`
export const groupDn = (i: number): string => `cn=group-${String(i).padStart(5, '0')},ou=groups,${suffix}`

function* entries(size: DirectorySize): Generator<string> {
  yield `${foundation}\n`
  const members = Array.from({ length: size.groups }, (): number[] => [])
  for (let i = 0; i < size.users; i++) {
    const groups = groupNumbers(i, 0, size)
    for (const group of groups) members[group]?.push(i)
    const uid = personDn(i).slice(4, personDn(i).indexOf(','))
    yield `dn: ${personDn(i)}
objectClass: inetOrgPerson
uid: ${uid}
cn: ${uid} of Example
sn: ${uid}
entryUUID: ${uuidOf(i)}
${groups.map((group) => `memberOf: ${groupDn(group)}`).join('\n')}

`
  }
  for (const [group, those] of members.entries())
    if (those.length > 0)
      yield `dn: ${groupDn(group)}
objectClass: groupOfNames
cn: group-${String(group).padStart(5, '0')}
${those.map((i) => `member: ${personDn(i)}`).join('\n')}

`
}

/** Starts it with all of them. */
export async function startDirectory(size: DirectorySize): Promise<SlapdServer> {
  const file = join(tmpdir(), `trilatch-bench-${process.pid}.ldif`)
  try {
    await pipeline(Readable.from(entries(size)), createWriteStream(file))
    // Nobody counts a page at a time: the limit is that of a directory as it comes.
    return await startSlapd({ file }, { sizeLimit: 500, databaseBytes: 2 ** 32 })
  } finally {
    await rm(file, { force: true })
  }
}

/** Moves one user in a hundred into the groups of another round. */
export async function changeOneInHundred(server: SlapdServer, size: DirectorySize): Promise<number> {
  const changes = new Map<number, { readonly out: string[]; readonly in: string[] }>()
  let changed = 0
  for (let i = 0; i < size.users; i += 100) {
    const [before, after] = [groupNumbers(i, 0, size), groupNumbers(i, 1, size)]
    const of = (group: number): { readonly out: string[]; readonly in: string[] } => {
      const those = changes.get(group) ?? { out: [], in: [] }
      changes.set(group, those)
      return those
    }
    for (const group of before) if (!after.includes(group)) of(group).out.push(personDn(i))
    for (const group of after) if (!before.includes(group)) of(group).in.push(personDn(i))
    changed++
  }
  const part = (how: 'add' | 'delete', members: readonly string[]): string =>
    members.length === 0 ? '' : `${how}: member\n${members.map((dn) => `member: ${dn}\n`).join('')}-\n`
  const ldif = Array.from(
    changes,
    ([group, those]) =>
      `dn: ${groupDn(group)}\nchangetype: modify\n${part('add', those.in)}${part('delete', those.out)}\n`,
  )
  await server.modify(ldif.join(''))
  return changed
}
