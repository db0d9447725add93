import type { FetchContext } from '@trilatch/core'

/** What was asked for below the place where a handler is mounted, as it was sent: `/api/roles`. */
export function pathBelow(request: Request, { basePath }: FetchContext): string {
  return new URL(request.url).pathname.slice(basePath.length)
}
