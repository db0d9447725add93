import type { MappingRow } from '@trilatch/core'
import type { ExitStatus } from '../failure.ts'
import { misuse } from '../failure.ts'
import { mappedRoles } from '../mapped-roles.ts'
import type { MappedRoles } from '../mapped-roles.ts'
import { actor, show } from '../session.ts'
import type { Session } from '../session.ts'
import { ldapTestText } from './ldap-test-text.ts'

/** What a directory says about somebody; `@trilatch/auth-ldap` has it as LdapReport. */
export interface DirectoryReport {
  readonly ok: boolean
  readonly steps: readonly {
    readonly step: string
    readonly ok: boolean
    readonly text: string
    readonly fix?: string
  }[]
  readonly entry?: Readonly<Record<string, string>>
  readonly groups?: {
    readonly from: string
    readonly found: readonly {
      readonly by: string
      readonly through?: string
      readonly dn?: string
      readonly sid?: string
    }[]
    readonly names: readonly string[]
  }
}

/** A strategy that can be tried. */
interface TestableStrategy {
  readonly id: string
  test(name: string): Promise<DirectoryReport>
  close?(): void
}

/** What comes of it here. */
export interface LdapTest extends DirectoryReport {
  readonly strategy: string
  readonly user: string
  /** Absent where groups were not found out. */
  readonly mapped?: MappedRoles
  /** What else there is to do. */
  readonly fixes: readonly string[]
}

const isTestable = (strategy: unknown): strategy is TestableStrategy =>
  typeof (strategy as Record<string, unknown>)['test'] === 'function'

async function choose(session: Session, id: string | undefined): Promise<TestableStrategy> {
  const all: readonly unknown[] = await session.strategies()
  const testable = all.filter(isTestable)
  const ids = testable.map((strategy) => strategy.id).join(', ')
  if (testable.length === 0)
    throw misuse('None of the `strategies` of the configuration is a directory.', 'config-invalid')
  if (id === undefined && testable.length > 1)
    throw misuse(`There are several directories: choose one with --strategy (${ids}).`)
  const found = id === undefined ? testable[0] : testable.find((strategy) => strategy.id === id)
  if (found === undefined)
    throw misuse(`There is no directory ${JSON.stringify(id)} among the strategies (${ids}).`)
  return found
}

/** Why groups lead to no role. */
function fixesFor(
  { names }: { readonly names: readonly string[] },
  rows: readonly MappingRow[],
  strategy: string,
): string[] {
  const own = rows.filter(({ provider }) => provider === strategy)
  if (own.length === 0)
    return [
      `No mapping row has the provider ${JSON.stringify(strategy)}: add one, as ` +
        JSON.stringify({ provider: strategy, group: names[0] ?? 'everyone', roles: ['…'] }),
    ]
  if (names.length === 0) return []
  return [
    `No mapping row of ${JSON.stringify(strategy)} is about any of these groups. There are: ` +
      own
        .slice(0, 10)
        .map(({ group }) => JSON.stringify(group))
        .join(', '),
  ]
}

/** `trilatch ldap test`: what a directory says about somebody, and what follows from it here. Nothing is written. */
export async function ldapTest(
  session: Session,
  user: string,
  { strategy: wanted }: { readonly strategy?: string | undefined },
): Promise<ExitStatus> {
  const strategy = await choose(session, wanted)
  const report = await strategy.test(user)
  strategy.close?.()
  const { groups } = report
  const common = { strategy: strategy.id, user, ...report }
  if (groups === undefined) {
    show(session, { ...common, fixes: [] }, ldapTestText(session.terminal, { ...common, fixes: [] }))
    return report.ok ? 0 : 1
  }
  const authorizer = await session.authorizer()
  const names = groups.names.map((name) => ({ name }))
  const mapped = await mappedRoles(authorizer, strategy.id, names, 'dn')
  const { rows } = await authorizer.manage(actor).mappings()
  const fixes = [...mapped.faults, ...(mapped.rows.length === 0 ? fixesFor(groups, rows, strategy.id) : [])]
  const test: LdapTest = { ...common, mapped, fixes }
  show(session, test, ldapTestText(session.terminal, test))
  return report.ok ? 0 : 1
}
