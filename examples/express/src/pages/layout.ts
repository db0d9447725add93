import { html, Html } from './html.ts'

/** A page, and what it carries. */
export interface Page {
  readonly title: string
  readonly who: string
  /** Somebody's answers, as `pageBlock` writes them. */
  readonly block: string
  readonly body: Html
}

/** The parts of the application, each with what it takes to see it. */
export const parts = [
  { path: 'designs', title: 'Designs', permission: 'design.view' },
  { path: 'reports', title: 'Reports', permission: 'report.view' },
  { path: 'dashboards', title: 'Dashboards', permission: 'dashboard.view' },
  { path: 'projects', title: 'Projects', permission: 'project.join' },
] as const

/**
 * A whole page. What somebody may not do is greyed out by `auto.js`, which reads the attributes `data-permission`;
 * `blocking="render"` has browsers wait for it, so that nothing is seen before it is greyed out.
 */
export function layout({ title, who, block, body }: Page): Html {
  const links = parts.map(
    ({ path, title: name, permission }) =>
      html`<li>
        <a
          href="/pages/${path}"
          data-permission="${permission}"
          data-some
          ${name === title && html`aria-current="page"`}
          >${name}</a
        >
      </li>`,
  )
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} – Trilatch example</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/assets/pages.css" />
        ${new Html(block)}
        <script type="module" src="/trilatch/auto.js" blocking="render"></script>
        <script type="module" src="/assets/pages.js"></script>
      </head>
      <body>
        <header>
          <a class="brand" href="/pages">Trilatch example</a>
          <nav aria-label="Parts">
            <ul>
              ${links}
            </ul>
          </nav>
          <a class="admin" href="/admin/" data-permission="trilatch.roles.view">Administration</a>
          <a href="/auth/">${who}</a>
        </header>
        <main>
          <h1>${title}</h1>
          ${body}
          <p id="said" role="status"></p>
        </main>
      </body>
    </html> `
}
