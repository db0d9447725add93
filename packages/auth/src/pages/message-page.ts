import type { Settings } from '../options.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { paths } from './paths.ts'

/** A page that says one thing. */
export function messagePage(settings: Settings, base: string, title: string, text: string): Html {
  return layout(
    settings,
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>
      <ul class="links">
        <li><a href="${base}${paths.signIn}">Sign in</a></li>
        <li><a href="${settings.prefix}${settings.home}">Back to ${settings.application}</a></li>
      </ul> `,
  )
}
