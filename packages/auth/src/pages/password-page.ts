import type { PasswordChange, PasswordStrategy } from '../strategy.ts'
import { formOf, troubleOf } from './form.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { paths } from './paths.ts'
import type { PageView } from './view.ts'

/** The page on which people change their password. */
export function passwordPage(view: PageView, strategy: PasswordStrategy, change: PasswordChange): Html {
  const { settings, base, csrf, returnTo, query, trouble } = view
  const title = 'Change password'
  return layout(
    settings,
    trouble === undefined ? title : `Error: ${title}`,
    html`<h1>${title}</h1>
      ${troubleOf(trouble, change.fields)}
      <p>All your other sessions will end.</p>
      ${formOf({
        id: strategy.id,
        action: base + paths.password,
        fields: change.fields,
        hidden: { csrf, returnTo },
        submit: title,
        prefilled: query,
        ...(trouble === undefined ? {} : { trouble }),
      })}
      <ul class="links">
        <li><a href="${base}${paths.whoAmI}">Back to your account</a></li>
      </ul> `,
  )
}
