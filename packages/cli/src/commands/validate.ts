import { mixedGroups, PolicyError, readPolicy } from '@trilatch/core'
import type { Permissions, PolicyDocument, PolicyIssue } from '@trilatch/core'
import { findConfig } from '../config/load-config.ts'
import type { ExitStatus } from '../failure.ts'
import { show } from '../session.ts'
import type { Session } from '../session.ts'
import { styled, visible } from '../terminal.ts'
import { nameOf, textOf } from './read-file.ts'

/** The catalogue that rules must fit; `undefined` when no configuration says which it is. */
async function catalogue(session: Session, named: string | undefined): Promise<Permissions | undefined> {
  if (named === undefined && (await findConfig(session.terminal.folder)) === undefined) return undefined
  return (await session.authorizer()).permissions
}

/** What was found in one file. */
interface Finding {
  readonly file: string
  readonly valid: boolean
  readonly roles: number
  readonly assignments: number
  readonly mappings: number
  readonly issues: readonly PolicyIssue[]
  /** What is accepted, and should be looked at. */
  readonly warnings: readonly string[]
  readonly message: string
}

/** Groups that lead both to an administrator role and to an ordinary one. */
function warningsOf({ roles, mappings }: Pick<PolicyDocument, 'roles' | 'mappings'>): readonly string[] {
  const administrators = new Set(
    roles.flatMap(({ id, administrator }) => (administrator === true ? [id] : [])),
  )
  return mixedGroups(mappings, (role) => administrators.has(role)).map(({ message }) => message)
}

function judge(file: string, text: string, permissions: Permissions | undefined): Finding {
  const source = nameOf(file)
  const found = (
    policy: Omit<PolicyDocument, 'format'>,
    issues: readonly PolicyIssue[],
    message: string,
  ) => ({
    file: source,
    valid: issues.length === 0,
    roles: policy.roles.length,
    assignments: policy.assignments.length,
    mappings: policy.mappings.length,
    issues,
    warnings: warningsOf(policy),
    message,
  })
  try {
    const policy = readPolicy(text, { source, ...(permissions === undefined ? {} : { permissions }) })
    const { roles, assignments, mappings } = policy
    const counts = `${roles.length} roles, ${assignments.length} assignments, ${mappings.length} mapping rows`
    return found(policy, [], counts)
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return found({ roles: [], assignments: [], mappings: [] }, error.issues, error.message)
  }
}

/** `trilatch validate`: whether policy documents can be used, with everything that is wrong and where. */
export async function validate(
  session: Session,
  files: readonly string[],
  config: string | undefined,
): Promise<ExitStatus> {
  const permissions = await catalogue(session, config)
  const findings: Finding[] = []
  for (const file of files) findings.push(judge(file, await textOf(session, file), permissions))
  const lines = findings.map(({ file, valid, warnings, message }) => {
    const word = styled(session.terminal, valid ? 'green' : 'red', valid ? 'valid' : 'invalid')
    const told = warnings.map(
      (warning) => `\n${styled(session.terminal, 'yellow', 'warning')}  ${visible(warning)}`,
    )
    return `${word}  ${file}${valid ? `: ${message}` : `\n${visible(message)}`}${told.join('')}`
  })
  if (permissions === undefined) {
    const note = 'No trilatch.config was found, so the names of permissions were not looked up.'
    lines.push(styled(session.terminal, 'yellow', note))
  }
  show(session, { permissionsChecked: permissions !== undefined, files: findings }, lines.join('\n'))
  return findings.every(({ valid }) => valid) ? 0 : 1
}
