import type { Settings } from '../options.ts'
import { unnamed } from '../options.ts'
import { Html, html } from './html.ts'
import { style } from './style.ts'

const styleElement = new Html(`<style>${style}</style>`)

/** A whole page: a title that says what it is and of which application, and one main part. */
export function layout(
  { application, logo, prefix }: Pick<Settings, 'application' | 'logo' | 'prefix'>,
  title: string,
  body: Html,
): Html {
  const source = logo?.startsWith('/') === true ? prefix + logo : logo
  // The name stands beside the picture, which says nothing more.
  const picture = source === undefined ? undefined : html`<img src="${source}" alt="" />`
  const isNamed = application !== unnamed
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}${isNamed && ` – ${application}`}</title>
        ${styleElement}
      </head>
      <body>
        <main>
          ${
            (isNamed || picture !== undefined) &&
            html`<p class="brand">${picture}${isNamed && html`<span>${application}</span>`}</p>`
          }
          ${body}
        </main>
      </body>
    </html> `
}
