import {
  QueryCache,
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  usePrefetchQuery,
  useQuery,
} from '@tanstack/react-query'
import { api, ApiProblem } from './client.ts'
import type { Api, ConsoleAnswer } from './client.ts'
import { hasStatus } from './problem.ts'

/** Answers are asked for anew whenever a screen is opened; no answer at all is asked for twice more. */
export const queries: QueryClient = new QueryClient({
  // A session that has ended is found out by whatever is asked next.
  queryCache: new QueryCache({
    onError: (problem, { queryKey: [asked] }) => {
      if (hasStatus(problem, 401) && asked !== 'session')
        void queries.invalidateQueries({ queryKey: ['session'] })
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 0,
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && error instanceof ApiProblem && [0, 503].includes(error.status),
      retryDelay: (count) => 400 * 2 ** count,
    },
  },
})

/** Has everything that is shown asked for anew: a write may change more than it names. */
export function refresh(): Promise<void> {
  return queries.invalidateQueries()
}

type Key = readonly unknown[]

/** What the audit trail is filtered by. */
export type AuditFilters = Omit<NonNullable<NonNullable<Api['listAudit']['input']>['query']>, keyof Place>

/** A search for nothing is none. */
const searched = (query: string): { readonly query?: string } => (query === '' ? {} : { query })

/** For what a write relies on: it is never shown, or relied on, as it was when it was last looked at. */
const forgotten = { gcTime: 0 } as const

/** Where a page of a list begins, and how much of it is asked for. */
interface Place {
  readonly limit: number
  readonly after?: string
}

/** A list, page by page, as far as somebody wants to see it. */
function useList<Shown extends { readonly items: readonly unknown[]; readonly next?: string }>(
  queryKey: Key,
  ask: (place: Place, signal: AbortSignal) => Promise<ConsoleAnswer<Shown>>,
  { isOn = true, isNew = false } = {},
) {
  return useInfiniteQuery({
    queryKey,
    enabled: isOn,
    ...(isNew ? forgotten : {}),
    initialPageParam: '',
    placeholderData: (before) => before,
    queryFn: async ({ pageParam, signal }) =>
      (await ask({ limit: 100, ...(pageParam === '' ? {} : { after: pageParam }) }, signal)).body,
    getNextPageParam: (last: Shown) => last.next,
  })
}

/** What is shown or chosen from as a whole. */
function useOne<Data>(
  queryKey: Key,
  ask: (signal: AbortSignal) => Promise<Data>,
  { isOn = true, isNew = false } = {},
) {
  return useQuery({
    queryKey,
    enabled: isOn,
    ...(isNew ? forgotten : {}),
    queryFn: ({ signal }) => ask(signal),
  })
}

async function bodyOf<Body>(asked: Promise<ConsoleAnswer<Body>>): Promise<Body> {
  return (await asked).body
}

export const useSession = () => useOne(['session'], (signal) => bodyOf(api.call('getSession', { signal })))
export const useCatalogue = () =>
  useOne(['catalogue'], (signal) => bodyOf(api.call('getCatalogue', { signal })))
export const useMyPermissions = () =>
  useOne(['mine'], (signal) => bodyOf(api.call('getMyPermissions', { signal })))
export const useRoles = (query = '') =>
  useList(['roles', query], (place, signal) =>
    api.call('listRoles', { query: { ...searched(query), ...place }, signal }),
  )
/** All roles that fit, however many. */
export const useAllRoles = (query = '') =>
  useOne(['roles', 'whole', query], (signal) => api.all('listRoles', { query: searched(query), signal }))
export const useRole = (role: string, isOn = true) =>
  useOne(['role', role], (signal) => bodyOf(api.call('getRole', { params: { role }, signal })), {
    isOn,
    isNew: true,
  })
export const useUsers = (query: string, isOn = true) =>
  useList(
    ['users', query],
    (place, signal) => api.call('listUsers', { query: { ...searched(query), ...place }, signal }),
    { isOn },
  )
export const useUserRoles = (user: string) =>
  useOne(['roles of', user], (signal) => api.all('getUserRoles', { params: { user }, signal }), {
    isNew: true,
  })
export const useMembers = (role: string, query: string) =>
  useList(
    ['members', role, query],
    (place, signal) =>
      api.call('listMembers', {
        params: { role },
        query: { all: true, ...searched(query), ...place },
        signal,
      }),
    { isNew: true },
  )
export const useMappings = () =>
  useOne(['mappings'], async (signal) => {
    const { items, pages, version = null } = await api.all('getMappings', { signal })
    return {
      rows: items,
      administrators: new Set(pages.flatMap(({ administrators }) => administrators)),
      warnings: pages.flatMap(({ warnings }) => warnings),
      providers: pages.at(-1)?.providers ?? [],
      version,
    }
  })
export const useAudit = (filters: AuditFilters) =>
  useList(['audit', filters], (place, signal) =>
    api.call('listAudit', { query: { ...filters, ...place }, signal }),
  )

/** The tree of a role, whole: searching in it asks nobody. Kept for as long as a press of a link may take. */
function roleTree(role: string) {
  return queryOptions({
    queryKey: ['tree', role],
    staleTime: 1_000,
    gcTime: 1_000,
    queryFn: ({ signal }) => bodyOf(api.call('getRoleTree', { params: { role }, signal })),
  })
}

/** Asks for the tree of a role that somebody is about to open, for it is much. */
export const expectRoleTree = (role: string): Promise<void> => queries.prefetchQuery(roleTree(role))

/** Asked for before its screen is drawn, where nobody has yet. */
export function useRoleTree(role: string) {
  usePrefetchQuery(roleTree(role))
  return useQuery(roleTree(role))
}
