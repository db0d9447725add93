// A console in which every name that somebody can choose is one of the hostile ones.
import { definePermissions } from '@trilatch/core'
import type { Assignment, MappingRow, Role, Rule } from '@trilatch/core'
import { permissions } from './company.ts'
import { payloads } from './payloads.ts'
import { startStage } from './stage.ts'
import type { Stage } from './stage.ts'

/** Patterns and scopes with an empty segment are none: those are refused. */
export const patterns: readonly string[] = payloads.filter((payload) => !payload.includes('//'))
export const improper: readonly string[] = payloads.filter((payload) => payload.includes('//'))
/** What is said of one that is none. */
export const saysImproper = (pattern: string): string =>
  `Cannot use context ${JSON.stringify(pattern.slice(0, 80)).slice(0, -1)}`

/** What somebody is called whose other names are the payload at a place: every kind of name has all of them. */
export const beside = (at: number): string => payloads[(at + 1) % payloads.length] as string

/** Begins the ids of fifty things, which lists to choose from show at once. */
export const parts = ['qa', 'qb', 'qc', 'qd'] as const

/** `qa00` to `qd49`. */
export const numbered = (at: number): string =>
  `${parts[Math.floor(at / 50)] ?? ''}${String(at % 50).padStart(2, '0')}`

/** Half of them: a process keeps no more attempts of a minute. */
export const maxAttempts = 100

const all = <Made>(make: (payload: string, at: number) => Made): Made[] => payloads.map(make)

const roles: readonly Role[] = [
  ...all((title, at) => ({ id: numbered(at), title, description: beside(at), rules: [] })),
  { id: 'held', title: 'Held', rules: [{ permission: 'odd', state: 'granted' }] },
  {
    id: 'odd',
    title: 'Odd',
    rules: patterns.map((context): Rule => ({ permission: 'odd', state: 'granted', context })),
  },
]

/** How many providers can speak of one subject. */
const maxProviders = 20

/** Subjects of whom twenty providers each have spoken. */
export const spokenOf: readonly string[] = Array.from(
  { length: payloads.length / maxProviders },
  (_, i) => `s-${i}`,
)

/** A scope, where it can be one. */
const within = (scope: string) => (patterns.includes(scope) ? { scope } : {})

const assignments: readonly Assignment[] = [
  ...all((scope, at) => ({ subject: scope, role: 'held', scope: `odd-${at}`, ...within(scope) })),
  // Of whom nobody knows more than this.
  ...all((payload) => ({ subject: `no user ${payload}`, role: 'reader' })),
  // Who holds all of them, as the way to an answer tells.
  ...all((_, at) => ({ subject: 'all', role: numbered(at) })),
  { subject: 'all', role: 'odd' },
  ...patterns.map((scope) => ({ subject: 'all', role: 'odd', scope })),
]

const mappings: readonly MappingRow[] = all((group, at): MappingRow[] => [
  { provider: beside(at), group, roles: ['held'], ...within(group) },
  { provider: beside(at), group, roles: [numbered(at)] },
  // Two rows that should not stand together: the page warns of each of those groups.
  { provider: 'gitlab', group: `acme/${group}`, roles: ['runner'] },
  { provider: 'gitlab', group: `acme/${group}`, roles: ['administrator'] },
]).flat()

/** Starts it, with what has happened there: everybody was made by somebody of such a name, and attempts were refused. */
export async function startHostileStage(): Promise<Stage> {
  const named = all((title, at) => [`odd.${numbered(at)}`, { title, description: beside(at) }] as const)
  const known = permissions.nodes.flatMap(({ name, title }) =>
    /^(?:\*$|trilatch)/.test(name) ? [] : [[name, { title }] as const],
  )
  const stage = await startStage({
    permissions: definePermissions({ odd: 'Odd', ...Object.fromEntries([...known, ...named]) }),
    roles,
    people: [['all', 'All', 'all@example.org']],
    providers: Object.fromEntries(all((provider) => [provider, 'path'])),
    mappings,
    assignments,
    console: {
      groupPicker: {
        providers: payloads,
        // A directory says of its groups what it likes: fifty at once.
        search: async ({ text }) => ({
          items: payloads.flatMap((title, at) =>
            text !== '' && numbered(at).startsWith(text)
              ? [{ name: `acme/${numbered(at)}/${beside(at)}`, title }]
              : [],
          ),
        }),
      },
    },
  })
  for (const [at, payload] of payloads.entries()) {
    const manager = stage.authorizer.manage(payload)
    const user = { id: beside(at), title: payload, email: `${numbered(at)}@example.org` }
    await manager.createUser(user)
    for (const subject of [payload, spokenOf[Math.floor(at / maxProviders)] as string])
      await manager.recordGroups(subject, beside(at), { status: 'complete', groups: [{ name: payload }] })
  }
  return stage
}

/** Refused attempts whose every word is a payload: those from a place on, as many as are kept. */
export async function attempt({ authorizer }: Stage, from: number): Promise<void> {
  for (const word of payloads.slice(from, from + maxAttempts))
    await authorizer.manage(word).refused({
      action: word,
      target: word,
      code: word,
      detail: word,
      asked: { [word]: word },
    })
}
