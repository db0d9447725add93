import { unnamed } from '../options.ts'
import type { Settings } from '../options.ts'
import { html } from './html.ts'
import type { Html } from './html.ts'
import { layout } from './layout.ts'
import { paths } from './paths.ts'

/** Where somebody goes on to. */
export interface Onward {
  readonly href: string
  readonly text: string
}

/** The way into the application. */
export const toApplication = ({ prefix, home, application }: Settings): Onward => ({
  href: prefix + home,
  text: `Back to ${application === unnamed ? 'the application' : application}`,
})

/**
 * A page that says one thing.
 *
 * @param onward What most people want next, as a button; the others find their way beneath.
 */
export function messagePage(
  settings: Settings,
  base: string,
  title: string,
  text: string,
  onward: Onward,
): Html {
  const signIn = { href: base + paths.signIn, text: 'Sign in' }
  const others = [signIn, toApplication(settings)].filter(({ href }) => href !== onward.href)
  return layout(
    settings,
    title,
    html`<h1>${title}</h1>
      <p>${text}</p>
      <a class="button" href="${onward.href}">${onward.text}</a>
      <ul class="links">
        ${others.map((other) => html`<li><a href="${other.href}">${other.text}</a></li>`)}
      </ul> `,
  )
}
