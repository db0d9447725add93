import type { Identity } from '@trilatch/auth'
import { TrilatchError } from '@trilatch/core'
import type { ExitStatus } from '../failure.ts'
import { callbackAt, pastedUrl, waitForBrowser } from '../gitlab/called-back.ts'
import { inspectable } from '../gitlab/inspectable.ts'
import type { Inspectable, Inspection } from '../gitlab/inspectable.ts'
import { mappedRoles } from '../mapped-roles.ts'
import type { MappedRoles } from '../mapped-roles.ts'
import { show } from '../session.ts'
import type { Session } from '../session.ts'
import { columns, styled, visible } from '../terminal.ts'

/** How the test is made. */
export interface GitLabTest {
  readonly strategy?: string
  readonly port: number
  /** Ends after what the provider publishes. */
  readonly discovery: boolean
  /** The URL that the browser came back with is read from standard input. */
  readonly paste: boolean
}

type Found = Awaited<ReturnType<Inspection['provider']>>
type SignedIn = Awaited<ReturnType<Awaited<ReturnType<Inspection['begin']>>['finish']>>

interface Report {
  readonly strategy: string
  readonly issuer: string
  readonly callbackUrl: string
  readonly provider: Found
  readonly signIn?: SignedIn | { readonly problem: { readonly reason: string; readonly message: string } }
  readonly mapped?: MappedRoles
}

function discoveryLines({ terminal }: Session, { issuer, callbackUrl, provider }: Report): string[] {
  const { problem, endpoints, scopesMissing, sendsIssuer, endsSessions } = provider
  if (problem !== undefined)
    return [
      `${styled(terminal, 'red', 'refused')}  ${issuer}: ${problem.message}`,
      ...(problem.published === undefined ? [] : [`Write: issuer ${JSON.stringify(problem.published)}`]),
    ]
  return [
    `${styled(terminal, 'green', 'found')}  ${issuer}, which publishes the same issuer`,
    columns(Object.entries(endpoints).map(([name, url]) => [`  ${name}`, url])),
    ...(scopesMissing.length === 0 ? [] : [`  It offers no scope ${scopesMissing.join(', ')}.`]),
    sendsIssuer
      ? '  It sends its issuer along with the callback, which is compared.'
      : '  It sends no issuer along with the callback.',
    ...(endsSessions ? [] : ['  It has no page that ends its own sessions: signing out is local.']),
    `  To sign in for this test, ${callbackUrl} has to be registered there.`,
  ]
}

const groupsLine = ({ groups }: Identity): string => {
  if (groups === undefined) return 'The strategy asks for no groups.'
  if (groups.status !== 'complete')
    return `Groups: ${groups.status}${'why' in groups ? `, for ${groups.why}` : ''}. Nobody gets in like that.`
  if (groups.groups.length === 0) return 'Groups: none.'
  return `Groups:\n${columns(groups.groups.map(({ name, access }) => [`  ${name}`, access ?? '']))}`
}

function signInLines({ terminal }: Session, { identity, claims, refused }: SignedIn): string[] {
  const { id, title = '', verifiedEmail } = identity
  return [
    `${styled(terminal, refused === null ? 'green' : 'red', refused === null ? 'signed in' : 'refused')}  ${title} (${id})${refused === null ? '' : `: ${refused}`}`,
    `  E-mail address: ${verifiedEmail ?? 'none that is verified'}`,
    `  Claims of the ID token: ${claims.idToken.join(', ')}`,
    `  Claims of userinfo: ${claims.userinfo?.join(', ') ?? 'there is no userinfo'}`,
    groupsLine(identity),
  ]
}

function mappedLines({ rows, roles, permissions, faults }: MappedRoles): string[] {
  const leads = rows.map(({ group, by = '', role, scope = '' }) => [`  ${group}`, by, role, scope])
  return [
    ...(rows.length === 0
      ? ['No mapping row matches, so these groups give no role.']
      : [`Rows that match:\n${columns([['  ROW', 'BY GROUP', 'ROLE', 'SCOPE'], ...leads])}`]),
    ...(roles.length === 0 ? [] : [`Roles: ${roles.join(', ')}`]),
    ...(permissions.length === 0
      ? []
      : [
          `Permissions:\n${columns(permissions.map(({ permission, path, state }) => [`  ${permission}`, path, state === 'granted' ? '' : 'for some resources']))}`,
        ]),
    ...faults.map((fault) => `Look at this: ${fault}`),
  ]
}

/** Has somebody sign in at the provider, and gives what that brought. */
async function signIn(
  { terminal }: Session,
  { inspection, title }: Inspectable,
  { port, paste }: GitLabTest,
): Promise<NonNullable<Report['signIn']>> {
  try {
    const begun = await inspection.begin(callbackAt(port))
    const told = paste
      ? 'Then paste the address that the browser ends at, whether or not a page is there, and end the input:'
      : 'Waiting for the browser to come back …'
    const invite = (): void =>
      terminal.err(`Sign in to ${title} in a browser, at this address:\n\n${begun.url}\n\n${told}`)
    const called = paste ? await pastedUrl(terminal, invite) : await waitForBrowser(port, invite)
    return await begun.finish(called)
  } catch (error) {
    if (!(error instanceof TrilatchError) || error.code !== 'TRILATCH_PROVIDER_FAILED') throw error
    const { reason } = error as TrilatchError & { readonly reason?: string }
    return { problem: { reason: reason ?? 'malformed', message: error.message } }
  }
}

function isIn({ provider, signIn }: Report, discovery: boolean): boolean {
  if (!provider.ok || discovery) return provider.ok
  if (signIn === undefined || 'problem' in signIn) return false
  const { groups } = signIn.identity
  return signIn.refused === null && (groups === undefined || groups.status === 'complete')
}

/** `trilatch gitlab test`: whether signing in with GitLab works, and what the groups of somebody lead to. */
export async function gitlabTest(session: Session, test: GitLabTest): Promise<ExitStatus> {
  const strategy = inspectable(await session.strategies(), test.strategy)
  const { inspection, id } = strategy
  const provider = await inspection.provider()
  const callbackUrl = callbackAt(test.port)
  let report: Report = { strategy: id, issuer: inspection.issuer, callbackUrl, provider }
  const lines = discoveryLines(session, report)
  if (provider.ok && !test.discovery) {
    const entered = await signIn(session, strategy, test)
    report = { ...report, signIn: entered }
    if ('problem' in entered) {
      const word = styled(session.terminal, 'red', 'refused')
      lines.push(`${word}  ${entered.problem.message} (${entered.problem.reason})`)
    } else {
      lines.push(...signInLines(session, entered))
      const { groups } = entered.identity
      if (groups?.status === 'complete') {
        const mapped = await mappedRoles(
          await session.authorizer(),
          id,
          groups.groups,
          inspection.groupSyntax,
        )
        report = { ...report, mapped }
        lines.push(...mappedLines(mapped))
      }
    }
  }
  show(session, report, visible(lines.join('\n')))
  return isIn(report, test.discovery) ? 0 : 1
}
