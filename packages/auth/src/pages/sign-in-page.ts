import { doneOf, formOf, troubleOf } from './form.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { paths, startPath, withReturn } from './paths.ts'
import type { PageView } from './view.ts'

/** The sign-in page: a form for each strategy that asks, a button for each that redirects, and the way to register. */
export function signInPage(view: PageView): Html {
  const { settings, base, csrf, returnTo, query, trouble, done } = view
  const asking = settings.strategies.flatMap((strategy) => (strategy.kind === 'password' ? [strategy] : []))
  const redirecting = settings.strategies.filter(({ kind }) => kind === 'redirect')
  const registers = asking.some(({ registration }) => registration !== undefined)
  const forms = asking.map((strategy) => {
    const here = trouble !== undefined && trouble.strategy === strategy.id
    return formOf({
      id: strategy.id,
      ...(asking.length > 1 ? { title: strategy.title } : {}),
      action: base + paths.signIn,
      fields: strategy.fields,
      hidden: { csrf, strategy: strategy.id, returnTo },
      submit: asking.length > 1 ? `Sign in with ${strategy.title}` : 'Sign in',
      prefilled: query,
      ...(here ? { trouble } : {}),
    })
  })
  const buttons = redirecting.map((strategy) =>
    formOf({
      id: strategy.id,
      action: base + startPath(strategy.id),
      fields: [],
      hidden: { csrf, returnTo },
      submit: `Sign in with ${strategy.title}`,
      plain: asking.length > 0,
    }),
  )
  const title = 'Sign in'
  return layout(
    settings,
    trouble === undefined ? title : `Error: ${title}`,
    html`<h1>${title}</h1>
      ${doneOf(done)}
      ${query.has('again') && trouble === undefined && html`<p>Please sign in again to go on.</p>`}
      ${troubleOf(
        trouble,
        asking.flatMap(({ id, fields }) => (id === trouble?.strategy ? fields : [])),
      )}
      ${forms} ${forms.length > 0 && buttons.length > 0 && html`<p class="or">or</p>`} ${buttons}
      ${
        registers &&
        html`<ul class="links">
          <li>No account yet? <a href="${withReturn(base + paths.register, returnTo)}">Register</a></li>
        </ul>`
      } `,
  )
}
