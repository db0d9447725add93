import type { ExitStatus } from '../failure.ts'
import { actor } from '../session.ts'
import type { Session } from '../session.ts'

/** `trilatch policy export`: the whole policy as a document that `policy import` takes. */
export async function policyExport(
  { terminal, json, ...session }: Session,
  { assignments }: { readonly assignments: boolean },
): Promise<ExitStatus> {
  const { document, version } = await (await session.authorizer()).manage(actor).exportPolicy({ assignments })
  terminal.out(JSON.stringify(json ? { version, document } : document, undefined, 2))
  // Beside the document, so that what is kept in a file is the document and nothing else.
  if (!json) terminal.err(`version: ${version}`)
  return 0
}
