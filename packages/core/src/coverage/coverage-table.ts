import type { Requirement } from '../enforcement/requirement.ts'
import type { Coverage, CoveredRoute } from './coverage.ts'

/** A requirement in words: `a and b`, `a or b`, `some a`, `signed in`, `public`. */
function requirementText({ kind, permissions }: Requirement): string {
  if (kind === 'signed-in') return 'signed in'
  if (kind === 'public') return 'public'
  return (kind === 'some' ? 'some ' : '') + permissions.join(kind === 'any' ? ' or ' : ' and ')
}

/** What protects a route, in words; several guards are joined by `; `. */
export function protectionText({ protection, guards }: CoveredRoute): string {
  if (protection === 'unprotected') return 'UNPROTECTED'
  // A guard that only says "public" adds nothing beside one that asks for something.
  const asking = protection === 'public' ? guards : guards.filter(({ kind }) => kind !== 'public')
  return [...new Set(asking.map(requirementText))].join('; ')
}

/** What runs before the guards, for a reader to see that it hands requests on. */
function afterText({ before }: CoveredRoute): string {
  return before.length === 0 ? '' : ` (after ${before.join(', ')})`
}

/** How a route is named in tables, messages and allow-lists: `GET /designs/:name`; other transports say which. */
export function routeName({ transport, method, path }: CoveredRoute): string {
  return transport === 'http' ? `${method} ${path}` : `${transport} ${method} ${path}`
}

/** The report as a table for a terminal: method, path and what protects the route, then a line that sums up. */
export function coverageTable({ routes, unprotected }: Coverage): string {
  const rows = routes.map((route) => [routeName(route), protectionText(route) + afterText(route)] as const)
  const width = Math.max(0, ...rows.map(([name]) => name.length))
  const lines = rows.map(([name, text]) => `${name.padEnd(width)}  ${text}`)
  const sum = `${routes.length} ${routes.length === 1 ? 'route' : 'routes'}, ${unprotected.length} unprotected`
  return [...lines, ...(lines.length > 0 ? [''] : []), sum].join('\n')
}
