import { readFileSync } from 'node:fs'
import { checkSubjectId } from '@trilatch/core'
import type { Connection } from './connection.ts'
import { KnownWrites } from './known-writes.ts'
import { emptyRole, replaceMembers } from './member-job.ts'
import type { MemberJob } from './member-job.ts'
import { Writer } from './writer.ts'

/** Ids of a file, one in each line. @throws Error that names the line of one that cannot be an id */
function readIds(file: string): ReadonlySet<string> {
  const ids = new Set<string>()
  for (const [i, line] of readFileSync(file, 'utf8').split(/\r?\n/).entries()) {
    if (line === '') continue
    try {
      checkSubjectId(line)
    } catch (error) {
      throw new Error(`line ${i + 1} of ${file}: ${(error as Error).message}`, { cause: error })
    }
    ids.add(line)
  }
  return ids
}

/**
 * Runs `empty-role` or `replace-members`.
 *
 * @param file The wanted members; `undefined` for none at all, scoped assignments included.
 * @returns The exit status.
 */
export async function runMemberJob(
  connection: Connection,
  store: string,
  { role, file }: { readonly role: string; readonly file: string | undefined },
  out: (text: string) => void,
): Promise<number> {
  const wanted = file === undefined ? undefined : readIds(file)
  const nothing = (): void => undefined
  const job: MemberJob = {
    connection,
    store,
    writer: new Writer(connection, new KnownWrites(), async () => store, nothing),
    actor: 'cli',
    onStep: (done, all) => out(`${done} of ${all}`),
  }
  const name = JSON.stringify(role)
  if (wanted === undefined) {
    const count = await emptyRole(job, role)
    out(count === undefined ? `There is no role ${name}.` : `Took ${name} from ${count}.`)
    return count === undefined ? 1 : 0
  }
  const changed = await replaceMembers(job, role, wanted)
  out(
    changed === undefined
      ? `There is no role ${name}.`
      : `Gave ${name} to ${changed.given} and took it from ${changed.taken}.`,
  )
  return changed === undefined ? 1 : 0
}
