import type { PasswordStrategy, Registration } from '../strategy.ts'
import { formOf, troubleOf } from './form.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { paths, withReturn } from './paths.ts'
import type { PageView } from './view.ts'

/** The registration page. */
export function registerPage(view: PageView, strategy: PasswordStrategy, registration: Registration): Html {
  const fields = registration.fieldsFor?.(view.trouble?.entered ?? view.query) ?? registration.fields
  const { settings, base, csrf, returnTo, query, trouble } = view
  const title = 'Register'
  return layout(
    settings,
    trouble === undefined ? title : `Error: ${title}`,
    html`<h1>${title}</h1>
      ${troubleOf(trouble, fields)} ${registration.hint !== undefined && html`<p>${registration.hint}</p>`}
      ${formOf({
        id: strategy.id,
        action: base + paths.register,
        fields,
        hidden: { csrf, returnTo },
        submit: title,
        prefilled: query,
        ...(trouble === undefined ? {} : { trouble }),
      })}
      <ul class="links">
        <li>Registered already? <a href="${withReturn(base + paths.signIn, returnTo)}">Sign in</a></li>
      </ul> `,
  )
}
