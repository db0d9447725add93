import { fileURLToPath } from 'node:url'
import express from 'express'
import type { Request, Response, Router } from 'express'
import { clientFiles, pageBlock } from '@trilatch/client/server'
import { createMe } from '@trilatch/console'
import type { ExpressGuards, NameOf } from '@trilatch/express'
import type { permissions } from '../permissions.ts'
import type { makeAuthorizer } from '../policy.ts'
import { resources } from '../resources.ts'
import type { Kind } from '../resources.ts'
import { html } from './html.ts'
import { layout, parts } from './layout.ts'
import type { Page } from './layout.ts'
import { projectList } from './project-list.ts'
import { questionsAbout, resourceList } from './resource-list.ts'

type Name = NameOf<typeof permissions>

const assets = fileURLToPath(new URL('../../public', import.meta.url))

/** Nothing but what this application itself serves, and no script or style in the pages themselves. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ')

/** The pages of the application: what somebody may not do on them is greyed out, and says which permission is missing. */
export function pages<On extends string>(
  authorizer: ReturnType<typeof makeAuthorizer>,
  guards: ExpressGuards<Name, On>,
): Router {
  const { access, mount, publicRoute, requireSignedIn, requireSome } = guards
  const router = express.Router()
  const me = createMe({ authorizer })

  // What the pages ask in the browser: modules, and what the caller may do.
  router.use('/trilatch', publicRoute(), mount(clientFiles()))
  router.use('/api/me', publicRoute(), mount(me))
  router.use('/assets', publicRoute(), express.static(assets))

  async function show(
    request: Request,
    response: Response,
    page: Pick<Page, 'title' | 'body'>,
    questions: ReturnType<typeof questionsAbout> = [],
  ): Promise<void> {
    const caller = await access(request)
    const block = await pageBlock(me, caller, { questions })
    response.set({ 'content-security-policy': policy, 'cache-control': 'no-store' })
    response.type('html').send(layout({ ...page, who: caller.subjectId ?? '', block }).text)
  }

  router.get('/pages', requireSignedIn(), (request, response) => {
    const cards = parts.map(
      ({ path, title, permission }) =>
        html`<li><a href="/pages/${path}" data-permission="${permission}" data-some>${title}</a></li>`,
    )
    return show(request, response, {
      title: 'What there is',
      body: html`<ul class="cards">
          ${cards}
        </ul>
        <p><a href="/admin/#/mine">My permissions</a></p>`,
    })
  })
  const list = (kind: Kind, title: string) => async (request: Request, response: Response) => {
    const names = (await access(request)).filter(`${kind}.view`, resources[kind])
    await show(request, response, { title, body: resourceList(kind, names) }, questionsAbout(kind, names))
  }
  router.get('/pages/designs', requireSome('design.view'), list('design', 'Designs'))
  router.get('/pages/reports', requireSome('report.view'), list('report', 'Reports'))
  router.get('/pages/dashboards', requireSome('dashboard.view'), list('dashboard', 'Dashboards'))
  router.get('/pages/projects', requireSome('project.join'), (request, response) =>
    show(request, response, { title: 'Projects', body: projectList() }),
  )
  return router
}
