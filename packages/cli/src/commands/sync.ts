import type { RoleChanges, TrilatchError } from '@trilatch/core'
import type { Strategy, SyncChange, SyncProgress, SyncResult } from '@trilatch/auth'
import { misuse } from '../failure.ts'
import type { ExitStatus } from '../failure.ts'
import { show } from '../session.ts'
import type { Session } from '../session.ts'
import { styled, visible } from '../terminal.ts'
import { warnInMemory } from './warn-in-memory.ts'

/** What is asked of a pass. */
export interface SyncRequest {
  readonly provider?: string | undefined
  readonly dryRun: boolean
  readonly maxRemovalShare?: number | undefined
  readonly allowRemovals?: number | undefined
}

/** The most changes that are shown; all are counted. */
const maxShown = 1_000

/** A change as it is shown. */
type Shown = SyncChange

const rolesText = (sign: string, roles: RoleChanges['gains']): string[] =>
  roles.map(({ role, scope }) => `${sign}${role}${scope === undefined ? '' : ` in ${scope}`}`)

function lineOf({ subject, status, gains, loses }: Shown): string {
  const what = [...rolesText('+', gains), ...rolesText('-', loses)].join(' ')
  const word = status === 'changed' ? '' : ` (${status})`
  return visible(`${subject}${word}${what === '' ? '' : `: ${what}`}`)
}

function summaryOf(session: Session, result: SyncResult, shown: readonly Shown[]): string {
  const { provider, dryRun, stopped, accounts, unlinked, unknown, changed, removals, gone } = result
  const { missing, stale, known, most, resumed } = result
  const more = changed + gone + missing - shown.length
  const counts = `${accounts} accounts (${unlinked} of nobody here, ${unknown} unknown), ${changed} users change, ${gone} are gone, ${missing} were not met, ${stale} of them stay as they are`
  return [
    ...shown.map(lineOf),
    ...(dryRun && shown.length === maxShown && more > 0 ? [`… and more`] : []),
    `${visible(provider)}: ${counts}.`,
    `Roles are taken from ${removals} of ${known} users; at most ${most} without saying so.`,
    ...(resumed ? ['It went on behind a pass that had broken off.'] : []),
    ...(dryRun ? ['Nothing was written.'] : []),
    ...(stopped ? [styled(session.terminal, 'red', `The pass would stop: allow ${removals} removals.`)] : []),
  ].join('\n')
}

function chosen(strategies: readonly Strategy[], provider: string | undefined): readonly Strategy[] {
  const able = strategies.filter(({ groups }) => groups?.everyone !== undefined)
  const names = able.map(({ id }) => id).join(', ')
  if (able.length === 0)
    throw misuse(
      'None of the `strategies` has a directory that lists everybody.',
      'TRILATCH_PROVIDER_UNKNOWN',
    )
  const found = able.filter(({ id }) => provider === undefined || id === provider)
  if (found.length > 0) return found
  throw misuse(
    `There is no directory ${JSON.stringify(provider)} that lists everybody. There are: ${names}.`,
    'TRILATCH_PROVIDER_UNKNOWN',
  )
}

/** `trilatch sync`: compares whole directories with what is recorded, and writes what differs. */
export async function sync(session: Session, request: SyncRequest): Promise<ExitStatus> {
  const { dryRun, maxRemovalShare, allowRemovals } = request
  const strategies = chosen(await session.strategies(), request.provider)
  const authorizer = await session.authorizer()
  const { syncGroups } = await import('@trilatch/auth')
  const signal = session.terminal.interrupted?.()
  const onProgress = ({ phase, accounts, changed, missing }: SyncProgress): void =>
    session.terminal.err(`${phase}: ${accounts} accounts, ${changed} changes, ${missing} not met`)
  const results: (SyncResult & { readonly changes: readonly Shown[] })[] = []
  const texts: string[] = []
  for (const strategy of strategies) {
    const changes: Shown[] = []
    const onChange = (change: SyncChange): void => {
      if (changes.length < maxShown) changes.push(change)
    }
    const limits = {
      ...(maxRemovalShare === undefined ? {} : { maxRemovalShare }),
      ...(allowRemovals === undefined ? {} : { allowRemovals }),
    }
    const result = await syncGroups({
      authorizer,
      strategy,
      dryRun,
      ...limits,
      ...(signal === undefined ? {} : { signal }),
      onProgress,
      ...(dryRun ? { onChange } : {}),
    }).catch((error: unknown) => {
      // What was done before is told, and which directory it was that failed.
      if (texts.length > 0) session.terminal.err(texts.join('\n'))
      throw withDirectory(strategy, error)
    })
    results.push({ ...result, changes })
    texts.push(summaryOf(session, result, changes))
  }
  show(session, { directories: results }, texts.join('\n'))
  if (!dryRun) warnInMemory(session, authorizer)
  return results.some(({ stopped }) => stopped) ? 1 : 0
}

/** The error of a directory; one of ours says which it is already. */
function withDirectory({ id }: Strategy, error: unknown): unknown {
  const isOurs = typeof (error as Partial<TrilatchError> | null)?.code === 'string'
  if (isOurs || !(error instanceof Error)) return error
  return misuse(`The pass over ${JSON.stringify(id)} broke off: ${error.message}`, 'directory-failed')
}
