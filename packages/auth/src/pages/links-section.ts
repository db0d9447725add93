import type { LinkedAccount } from '../account/links.ts'
import type { Strategy } from '../strategy.ts'
import { formOf } from './form.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { linkPath, unlinkPath } from './paths.ts'
import type { PageView } from './view.ts'

/** Whether the accounts of a strategy are elsewhere: those that are changed here are this application's own. */
const isElsewhere = (strategy: Strategy): boolean =>
  strategy.kind === 'redirect' ||
  (strategy.passwordChange === undefined && strategy.registration === undefined)

/** The accounts elsewhere with which one can sign in here, and those that could be linked. */
export function linksSection(view: PageView, linked: readonly LinkedAccount[]): Html | undefined {
  const { settings, base, csrf } = view
  const elsewhere = settings.strategies.filter(isElsewhere)
  if (elsewhere.length === 0) return undefined
  const forms = elsewhere.map((strategy) => {
    const { id, title } = strategy
    const isLinked = linked.some(({ provider }) => provider === id)
    return formOf({
      id: `link-${id}`,
      action: base + (isLinked ? unlinkPath(id) : linkPath(id)),
      fields: isLinked || strategy.kind === 'redirect' ? [] : strategy.fields,
      hidden: { csrf },
      submit: isLinked ? `Unlink ${title}` : `Link ${title}`,
      plain: true,
    })
  })
  return html`<h2>Other ways to sign in</h2>
    ${forms}`
}
