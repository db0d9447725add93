import express from 'express'
import type { Express, Request, RequestHandler } from 'express'
import passport from 'passport'
import { Strategy as BearerStrategy } from 'passport-http-bearer'
import {
  createAuthorizer,
  definePermissions,
  escapeContext,
  problemDetails,
  trilatch,
} from '@trilatch/express'

declare global {
  namespace Express {
    interface User {
      readonly id: string
      readonly roles: readonly string[]
      readonly suspended?: boolean
    }
  }
}

interface Design {
  readonly id: number
  readonly team: string
  readonly owner: string
  title: string
}

// Sign-in. The map stands for your table of tokens.
const users = new Map<string, Express.User>([
  ['token-of-root', { id: 'root', roles: ['admin'] }],
  ['token-of-ada', { id: 'ada', roles: ['analyst'] }],
  ['token-of-bob', { id: 'bob', roles: ['editor'] }],
  ['token-of-cy', { id: 'cy', roles: ['analyst', 'editor'] }],
  ['token-of-dan', { id: 'dan', roles: [] }],
  ['token-of-eve', { id: 'eve', roles: ['editor'], suspended: true }],
])
const bearer = new BearerStrategy((token, done) => done(null, users.get(token) ?? false))
const signIn: RequestHandler = (req, res, next) => {
  const signedIn = (error: unknown, user?: Express.User | false | null) => {
    if (user) req.user = user
    next(error)
  }
  passport.authenticate(bearer, { session: false }, signedIn)(req, res, next)
}

// Who may do what.
const permissions = definePermissions({
  'design.create': 'Create Design',
  'design.view': { title: 'View Design', on: 'design' },
  'design.edit': { title: 'Edit Design', on: 'design' },
  'design.delete': { title: 'Delete Design', on: 'design' },
})
const authorizer = createAuthorizer({
  permissions,
  roles: [
    { id: 'admin', administrator: true, rules: [] },
    {
      id: 'editor',
      rules: [
        { permission: 'design', state: 'granted' },
        { permission: 'design.delete', state: 'forbidden' },
        { permission: 'design.edit', state: 'forbidden', context: 'legal/**' },
      ],
    },
    { id: 'analyst', rules: [{ permission: 'design.view', state: 'granted', context: 'finance/**' }] },
    // Handed in by `subject`, with a scope. Nobody's row in your table of users may say `owner`.
    {
      id: 'owner',
      rules: [
        { permission: 'design.view', state: 'granted' },
        { permission: 'design.edit', state: 'granted' },
        { permission: 'design.delete', state: 'granted' },
      ],
    },
  ],
})
const { access, publicRoute, requirePermission, requireSignedIn, requireSome, resource } = trilatch(
  authorizer,
  {
    realm: 'designs',
    subject: ({ user }) => {
      if (!user) return null
      const { id, roles, suspended = false } = user
      return { id, suspended, roles: [...roles, { role: 'owner', scope: `*/${escapeContext(id)}/*` }] }
    },
  },
)

/** What rules call a design. The parts must not contain `/`. */
const nameOf = ({ team, owner, id }: Design) => `${team}/${owner}/${id}`

/** The application; `designs` stands for your database. */
export function createApp(designs: Design[]): Express {
  const byId = {
    resource: (req: Request) => {
      const design = designs.find((each) => String(each.id) === req.params['id'])
      return design === undefined ? null : { name: nameOf(design), design }
    },
  }
  const found = (req: Request) => (resource(req) as { readonly design: Design }).design

  const app = express()
  app.use(signIn, express.json())

  app.get('/health', publicRoute(), (_req, res) => {
    res.json({ up: true })
  })
  app.get('/me', requireSignedIn(), async (req, res) => {
    res.json({ id: req.user?.id, mayCreate: (await access(req)).can('design.create') })
  })
  app.get('/designs', requireSome('design.view'), async (req, res) => {
    res.json((await access(req)).filter('design.view', designs, { nameOf }))
  })
  app.post('/designs', requirePermission('design.create'), (req, res) => {
    const title = String((req.body as { title?: unknown } | undefined)?.title)
    const design = { id: designs.length + 1, team: 'drafts', owner: String(req.user?.id), title }
    designs.push(design)
    res.status(201).json(design)
  })
  app.get('/designs/:id', requirePermission('design.view', byId), (req, res) => {
    res.json(found(req))
  })
  app.put('/designs/:id', requirePermission('design.edit', byId), (req, res) => {
    const design = found(req)
    design.title = String((req.body as { title?: unknown } | undefined)?.title)
    res.json(design)
  })
  app.delete('/designs/:id', requirePermission('design.delete', byId), (req, res) => {
    designs.splice(designs.indexOf(found(req)), 1)
    res.sendStatus(204)
  })
  app.use(problemDetails())
  return app
}
