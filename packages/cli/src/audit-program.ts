import { InvalidArgumentError } from 'commander'
import type { Command } from 'commander'
import { auditExport } from './commands/audit-export.ts'
import { auditHead } from './commands/audit-head.ts'
import { auditVerify } from './commands/audit-verify.ts'
import type { Perform } from './program.ts'

function sequenceNumber(text: string): string {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It must be the number of an entry.')
  return text
}

/** The commands about the audit trail. @param command Makes one, with the options that all of them have. */
export function addAuditCommands(
  program: Command,
  command: (parent: Command, name: string, description: string) => Command,
  perform: Perform,
): void {
  const audit = program
    .command('audit')
    .description('The audit trail: who did what, and who was refused what')
  command(audit, 'verify', 'Tell whether the trail is what was written: no entry edited, missing or moved')
    .option('--head <seq:hash>', 'a head that was published: that entry must still be there')
    .option('--file <file>', 'an export, in the place of the trail of the store')
    .action((options) => perform(options, (session) => auditVerify(session, options)))
  command(audit, 'head', 'Print where the trail ends, to be published outside the store').action((options) =>
    perform(options, auditHead),
  )
  command(audit, 'export', 'Print the trail as lines of JSON, oldest first')
    .option('--after <seq>', 'only the entries behind this one', sequenceNumber)
    .option('--ocsf', 'as events of the Open Cybersecurity Schema Framework', false)
    .action((options) => perform(options, (session) => auditExport(session, options)))
}
