import type { ClientOptions } from './client.ts'

/** The document that something is in, or is. */
export const pageOf = (node: Node): Document => (node.ownerDocument ?? node) as Document

/**
 * What a page that was rendered on the server carries in its `<script type="application/json" id="trilatch">`, as
 * options for `createClient`; nothing where it carries none, or none that can be read.
 *
 * @param node The document, or anything in it.
 */
export function carried(node: Node): ClientOptions {
  try {
    const { url = '/api/me', ...page } = JSON.parse(
      pageOf(node).getElementById('trilatch')?.textContent ?? '',
    )
    return { url, page }
  } catch {
    return {}
  }
}
