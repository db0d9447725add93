import type { ClientOptions } from './create-client.ts'

/**
 * What a page that was rendered on the server carries in its `<script type="application/json" id="trilatch">`, as
 * options for `createClient`; nothing where it carries none, or none that can be read.
 */
export function carried(page: Document): ClientOptions {
  try {
    const { url, ...rest } = JSON.parse(page.getElementById('trilatch')?.textContent ?? '{}')
    return { ...(url === undefined ? {} : { url }), ...(rest.permissions === undefined ? {} : { page: rest }) }
  } catch {
    return {}
  }
}
