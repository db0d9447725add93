import { formOf } from './form.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { paths } from './paths.ts'
import type { PageView } from './view.ts'

/**
 * The page of whoever is signed in.
 *
 * @param name What they are called, or their address, or their id.
 * @param canChangePassword Whether a strategy offers that.
 */
export function accountPage(view: PageView, name: string, canChangePassword: boolean): Html {
  const { settings, base, csrf } = view
  const button = (id: string, path: string, submit: string, plain: boolean): Html =>
    formOf({ id, action: base + path, fields: [], hidden: { csrf }, submit, plain })
  return layout(
    settings,
    'Your account',
    html`<h1>Your account</h1>
      <p>You are signed in as <strong>${name}</strong>.</p>
      ${button('sign-out', paths.signOut, 'Sign out', false)}
      ${button('everywhere', paths.signOutEverywhere, 'Sign out everywhere', true)}
      <ul class="links">
        ${canChangePassword && html`<li><a href="${base}${paths.password}">Change password</a></li>`}
        <li><a href="${settings.prefix}${settings.home}">Back to ${settings.application}</a></li>
      </ul> `,
  )
}
