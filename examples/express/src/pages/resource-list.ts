import type { Kind } from '../resources.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'

/** Something that is done with one resource, by a request to the application. */
export interface Deed {
  readonly title: string
  readonly permission: string
  readonly method: string
  /** Behind the resource's own path. */
  readonly path?: string
}

/** What can be done with each kind of resource. */
export const deeds: Readonly<Record<Kind, readonly Deed[]>> = {
  design: [
    { title: 'Edit', permission: 'design.edit', method: 'PUT' },
    { title: 'Delete', permission: 'design.delete', method: 'DELETE' },
  ],
  report: [
    { title: 'Run', permission: 'report.run', method: 'POST', path: '/run' },
    { title: 'Delete', permission: 'report.delete', method: 'DELETE' },
  ],
  dashboard: [{ title: 'Delete', permission: 'dashboard.delete', method: 'DELETE' }],
}

const button = (kind: Kind, name: string, { title, permission, method, path = '' }: Deed): Html =>
  html`<button
    type="button"
    data-request="${method} /${kind}s/${name}${path}"
    data-permission="${permission}"
    data-resource="${name}"
    aria-label="${title} ${name}"
  >
    ${title}
  </button>`

/** The resources of a kind that somebody may see, each with what can be done with it. */
export function resourceList(kind: Kind, names: readonly string[]): Html {
  return html`<ul class="rows">
    ${names.map(
      (name) =>
        html`<li>
          <a href="/${kind}s/${name}">${name}</a>
          <span class="deeds">${deeds[kind].map((deed) => button(kind, name, deed))}</span>
        </li>`,
    )}
  </ul>`
}

/** What the list will ask about the resources, so that the page can carry the answers. */
export function questionsAbout(
  kind: Kind,
  names: readonly string[],
): readonly { readonly permission: string; readonly resource: string }[] {
  return names.flatMap((resource) => deeds[kind].map(({ permission }) => ({ permission, resource })))
}
