import { createAuditChain, readAuditKeys, verifyTrail } from '@trilatch/core'
import type { AuditReport, VerifyOptions } from '@trilatch/core'
import { misuse } from '../failure.ts'
import type { ExitStatus } from '../failure.ts'
import { actor, show } from '../session.ts'
import type { Session } from '../session.ts'
import { columns, styled, visible } from '../terminal.ts'
import { readExport } from './read-export.ts'

/** What is verified. */
export interface VerifyRequest {
  /** `SEQ:HASH` of an entry that was published. */
  readonly head?: string | undefined
  /** An export, in the place of the store's own trail. */
  readonly file?: string | undefined
}

function headOf(text: string): NonNullable<VerifyOptions['head']> {
  const [, sequence, hash] = /^(\d{1,15}):([\w-]{43})$/.exec(text) ?? []
  if (sequence === undefined || hash === undefined)
    throw misuse(
      '--head must be a number and a hash with a colon between, as `trilatch audit head` prints it.',
    )
  return { sequence: Number(sequence), hash }
}

/** The trail of a file, with the keys of the environment. */
async function verifyFile(session: Session, file: string, options: VerifyOptions): Promise<AuditReport> {
  const given = session.terminal.environment['TRILATCH_AUDIT_KEY']?.split(/\s+/).filter((key) => key !== '')
  const keys = readAuditKeys(given)
  if (typeof keys === 'string') throw misuse(`TRILATCH_AUDIT_KEY: ${keys}.`)
  const pages = readExport(session.terminal.folder, file, createAuditChain(keys))
  const report = await verifyTrail(async () => {
    const { done, value } = await pages.next()
    if (done === true) throw misuse(`${file} is empty.`, 'file-unreadable')
    return value
  }, options)
  if (report.entries === 0) throw misuse(`${file} has no entries.`, 'file-unreadable')
  return report
}

function textOf(session: Session, report: AuditReport): string {
  const { intact, entries, first, head, keys, findings, found } = report
  const range = first === null || head === null ? '' : `, ${first} to ${head.sequence}`
  const counted = `${entries} ${entries === 1 ? 'entry' : 'entries'}${range}`
  const told = intact
    ? [styled(session.terminal, 'green', `intact: ${counted}`)]
    : [
        styled(session.terminal, 'red', `not intact: ${found} findings in ${counted}`),
        columns(findings.map(({ kind, detail }) => [kind, visible(detail)])),
        ...(found > findings.length ? [`… and ${found - findings.length} more`] : []),
      ]
  const used = keys.map(({ key, first: from, last, entries: count }) =>
    key === '-'
      ? `without a key: ${from} to ${last} (${count}); that finds accidents, and nobody who can write to the store`
      : `key ${visible(key)}: ${from} to ${last} (${count})`,
  )
  return [...told, ...used, ...(head === null ? [] : [`head ${head.sequence}:${visible(head.hash)}`])].join(
    '\n',
  )
}

/** `trilatch audit verify`: whether the trail is what was written, entry by entry. */
export async function auditVerify(session: Session, { head, file }: VerifyRequest): Promise<ExitStatus> {
  let told = 0
  const options: VerifyOptions = {
    ...(head === undefined ? {} : { head: headOf(head) }),
    onProgress: (entries) => {
      if (entries - told < 10_000) return
      told = entries
      session.terminal.err(`${entries} entries`)
    },
  }
  const report =
    file === undefined
      ? await (await session.authorizer()).manage(actor).verifyAudit(options)
      : await verifyFile(session, file, options)
  show(session, report, textOf(session, report))
  return report.intact ? 0 : 1
}
