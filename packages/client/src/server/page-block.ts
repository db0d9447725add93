import type { PageDocument } from '../documents.ts'

/** What a page is to carry. */
export interface PageBlock extends PageDocument {
  /** Where the application answers `/permissions` and `/decisions`. Default `/api/me`. */
  readonly url?: string
}

/**
 * The `<script type="application/json">` that carries somebody's answers in a page, so that nothing has to be asked
 * first. It is data: no policy for scripts forbids it. The page is for one person; see that no cache keeps it.
 */
export function pageBlock({ url, permissions, decisions }: PageBlock): string {
  const { version, otherwise } = permissions
  // Only what is read in the browser; what is shown of permissions elsewhere is longer.
  const list = permissions.permissions.map(({ permission, state, some, reason, message, code, someMessage }) => ({
    permission,
    state,
    some,
    reason,
    message,
    code,
    someMessage,
  }))
  const block = { url, permissions: { version, permissions: list, otherwise }, decisions }
  // `<` alone can end a script element or begin what looks like one.
  const text = JSON.stringify(block).replaceAll('<', String.raw`\u003c`)
  return `<script type="application/json" id="trilatch">${text}</script>`
}
