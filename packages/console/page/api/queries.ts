import {
  QueryCache,
  QueryClient,
  queryOptions,
  useInfiniteQuery,
  usePrefetchQuery,
  useQuery,
} from '@tanstack/react-query'
import { ask, pathOf } from './ask.ts'
import { hasStatus, Problem } from './problem.ts'
import type * as Api from './types.ts'
import { readWhole } from './whole.ts'

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
      retry: (count, error) => count < 2 && error instanceof Problem && [0, 503].includes(error.status),
      retryDelay: (count) => 400 * 2 ** count,
    },
  },
})

/** Has everything that is shown asked for anew: a write may change more than it names. */
export function refresh(): Promise<void> {
  return queries.invalidateQueries()
}

const pageSize = 100

/** For what a write relies on: it is never shown, or relied on, as it was when it was last looked at. */
const forgotten = { gcTime: 0 } as const

/** A list, page by page, as far as somebody wants to see it. */
function useList<Item, Shown extends Api.Page<Item> = Api.Page<Item>>(
  path: string,
  query: Readonly<Record<string, string | boolean>>,
  { isOn = true, isNew = false } = {},
) {
  return useInfiniteQuery({
    queryKey: [path, query],
    enabled: isOn,
    ...(isNew ? forgotten : {}),
    initialPageParam: '',
    placeholderData: (before) => before,
    queryFn: ({ pageParam, signal }) =>
      ask<Shown>(path, { query: { ...query, limit: pageSize, after: pageParam }, signal }),
    getNextPageParam: (last: Shown) => last.next,
  })
}

/**
 * A list with all of its pages, or nothing of it yet: for what is chosen from, told apart by, or written back whole.
 */
function useWhole<Shown extends Api.Page<unknown>, Data>(
  path: string,
  join: (pages: readonly Shown[], last: Shown) => Data,
  { query = {}, isNew = false }: { query?: Readonly<Record<string, string>>; isNew?: boolean } = {},
) {
  return useQuery({
    queryKey: [path, 'whole', query],
    ...(isNew ? forgotten : {}),
    queryFn: async ({ signal }) => {
      const pages = await readWhole<Shown>(path, query, signal)
      return join(pages, pages.at(-1) as Shown)
    },
  })
}

function useOne<Data>(path: string, { isOn = true, isNew = false } = {}) {
  return useQuery({
    queryKey: [path],
    enabled: isOn,
    ...(isNew ? forgotten : {}),
    queryFn: ({ signal }) => ask<Data>(path, { signal }),
  })
}

export const useSession = () => useOne<Api.Session>('session')
export const useCatalogue = () =>
  useOne<{ readonly permissions: readonly Api.CataloguePermission[] }>('catalogue')
export const useRoles = (query = '') => useList<Api.RoleSummary>('roles', { query })
/** All roles that fit, however many. */
export const useAllRoles = (query = '') =>
  useWhole('roles', (pages: readonly Api.Page<Api.RoleSummary>[]) => ({ pages }), { query: { query } })
export const useRole = (role: string, isOn = true) =>
  useOne<Api.StoredRole>(pathOf('roles', role), { isOn, isNew: true })
export const useMyPermissions = () => useOne<Api.OwnPermissions>('me/permissions')
export const useUsers = (query: string, isOn = true) => useList<Api.StoredUser>('users', { query }, { isOn })
export const useUserRoles = (user: string) =>
  useWhole(
    pathOf('users', user, 'roles'),
    (pages: readonly Api.UserRolePage[], { version }) => ({
      roles: pages.flatMap(({ items }) => items),
      version,
    }),
    { isNew: true },
  )
export const useMappings = () =>
  useWhole('mappings', (pages: readonly Api.MappingPage[], { providers, version }) => ({
    rows: pages.flatMap(({ items }) => items),
    administrators: new Set(pages.flatMap(({ administrators }) => administrators)),
    warnings: pages.flatMap(({ warnings }) => warnings),
    providers,
    version,
  }))
export const useAudit = (filters: Readonly<Record<string, string>>) =>
  useList<Api.AuditEntry>('audit', filters)
export const useMembers = (role: string, query: string) =>
  useList<Api.Member, Api.MemberPage>(pathOf('roles', role, 'members'), { all: true, query }, { isNew: true })

/** The tree of a role, whole: searching in it asks nobody. Kept for as long as a press of a link may take. */
function roleTree(role: string) {
  const path = pathOf('roles', role, 'tree')
  return queryOptions({
    queryKey: [path],
    staleTime: 1_000,
    gcTime: 1_000,
    queryFn: ({ signal }) => ask<Api.RoleTree>(path, { signal }),
  })
}

/** Asks for the tree of a role that somebody is about to open, for it is much. */
export const expectRoleTree = (role: string): Promise<void> => queries.prefetchQuery(roleTree(role))

/** Asked for before its screen is drawn, where nobody has yet. */
export function useRoleTree(role: string) {
  usePrefetchQuery(roleTree(role))
  return useQuery(roleTree(role))
}
