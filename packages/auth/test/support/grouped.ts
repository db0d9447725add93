// A strategy of a directory as somebody else would write it: people with groups, changed by the test.
import { fail, success } from '@trilatch/auth'
import type {
  FormField,
  GroupSource,
  Groups,
  Identity,
  ListedAccount,
  PasswordStrategy,
} from '@trilatch/auth'

export const directory = 'ldap://directory.test'

/** What the directory holds of one person. */
export interface Person {
  groups: Groups
  readonly email?: string
}

const name: FormField = { name: 'name', label: 'Name', type: 'text', autocomplete: 'username' }

export interface Grouped {
  readonly people: Map<string, Person>
  readonly strategy: PasswordStrategy & {
    readonly groups: { -readonly [Name in keyof GroupSource]: GroupSource[Name] }
  }
  /** Whom the directory was asked for, in order. */
  readonly asked: string[]
  /** Set by a test: the pass over everybody throws before the account of this number. */
  breaksAt: number
}

export const complete = (...names: readonly string[]): Groups => ({
  status: 'complete',
  groups: names.map((one) => ({ name: one })),
})

/** A directory of people by name; whoever is there can sign in as they say. */
export function grouped(people: Iterable<readonly [string, Person]> = [], id = 'ldap'): Grouped {
  const made: Grouped = {
    people: new Map(people),
    asked: [],
    breaksAt: Infinity,
    strategy: undefined as never,
  }
  const identityOf = (who: string, { groups, email }: Person): Identity => ({
    provider: id,
    issuer: directory,
    id: who,
    title: who,
    groups,
    ...(email === undefined ? {} : { verifiedEmail: email }),
  })
  const groups: GroupSource = {
    groupsOf: async (account) => {
      made.asked.push(account.id)
      return made.people.get(account.id)?.groups ?? { status: 'gone' }
    },
    search: async ({ text, after = '', limit }) => {
      const found = [...new Set([...made.people.values()].flatMap((one) => namesOf(one.groups)))]
        .filter((one) => one.includes(text) && one > after)
        .toSorted()
      const items = found.slice(0, limit).map((one) => ({ name: one }))
      const last = items.at(-1)
      return found.length > limit && last !== undefined ? { items, next: last.name } : { items }
    },
    async *everyone({ after = '', signal }): AsyncGenerator<ListedAccount> {
      const all = [...made.people].toSorted(([a], [b]) => (a < b ? -1 : 1))
      for (const [number, [who, person]] of all.entries()) {
        signal.throwIfAborted()
        if (number === made.breaksAt) throw new Error('the directory went away')
        if (who > after) yield { issuer: directory, id: who, groups: person.groups, cursor: who }
      }
    },
  }
  const strategy: Grouped['strategy'] = {
    id,
    title: 'Directory',
    kind: 'password',
    fields: [name],
    groups,
    authenticate: async (request) => {
      const who = request.fields.get('name') ?? ''
      const person = made.people.get(who)
      return person === undefined ? fail('credentials') : success(identityOf(who, person))
    },
  }
  return Object.assign(made, { strategy })
}

const namesOf = (groups: Groups): string[] =>
  groups.status === 'complete' ? groups.groups.map((one) => one.name) : []
