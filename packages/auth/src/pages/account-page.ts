import { doneOf, formOf } from './form.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import type { LinkedAccount } from '../account/links.ts'
import { linksSection } from './links-section.ts'
import { toApplication } from './message-page.ts'
import { paths } from './paths.ts'
import type { PageView } from './view.ts'

/** Whoever is signed in, as the page calls them. */
export interface Person {
  /** Their name, or their address, or their id. */
  readonly name: string
  /** Their address, where that is not their name. */
  readonly email: string | undefined
}

/**
 * The page of whoever is signed in.
 *
 * @param canChangePassword Whether a strategy offers that.
 * @param linked Accounts elsewhere that belong to them.
 */
export function accountPage(
  view: PageView,
  person: Person,
  canChangePassword: boolean,
  linked: readonly LinkedAccount[],
): Html {
  const { settings, base, csrf, done } = view
  const { name, email } = person
  const home = toApplication(settings)
  return layout(
    settings,
    'Your account',
    html`<h1>Your account</h1>
      ${doneOf(done)}
      <p>
        You are signed in as
        <strong class="who">${name}</strong>
        ${email !== undefined && html`<span class="soft">${email}</span>`}
      </p>
      ${canChangePassword && html`<a class="button plain" href="${base}${paths.password}">Change password</a>`}
      ${formOf({
        id: 'sign-out',
        action: base + paths.signOut,
        fields: [],
        hidden: { csrf },
        submit: 'Sign out',
        plain: true,
      })}
      ${formOf({
        id: 'everywhere',
        action: base + paths.signOutEverywhere,
        fields: [],
        hidden: { csrf },
        submit: 'Sign out everywhere',
        plain: true,
        beneath: 'Ends all your sessions, on every device.',
      })}
      ${linksSection(view, linked)}
      <ul class="links">
        <li><a href="${home.href}">${home.text}</a></li>
      </ul> `,
  )
}
