import { AbilityBuilder, createMongoAbility, subject } from '@casl/ability'
import type { MongoAbility } from '@casl/ability'
import express from 'express'
import type { Express, RequestHandler } from 'express'
import passport from 'passport'
import { Strategy as BearerStrategy } from 'passport-http-bearer'

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
type Action = 'manage' | 'create' | 'read' | 'update' | 'delete'
type AppAbility = MongoAbility<[Action, 'all' | 'Design' | Design]>

function defineAbilitiesFor(user: Express.User): AppAbility {
  const { can, cannot, build } = new AbilityBuilder<AppAbility>(createMongoAbility)
  if (user.roles.includes('admin')) {
    can('manage', 'all')
    return build()
  }
  if (user.roles.includes('editor')) {
    can('manage', 'Design')
    cannot('delete', 'Design')
    cannot('update', 'Design', { team: 'legal' })
  }
  if (user.roles.includes('analyst')) can('read', 'Design', { team: 'finance' })
  can(['read', 'update', 'delete'], 'Design', { owner: user.id })
  return build()
}

const requireUser: RequestHandler = (req, res, next) => {
  if (!req.user) {
    res.status(401).set('WWW-Authenticate', 'Bearer realm="designs"').json({ error: 'Unauthorized' })
    return
  }
  if (req.user.suspended) {
    res.status(403).json({ error: 'Forbidden' })
    return
  }
  res.locals['ability'] = defineAbilitiesFor(req.user)
  next()
}

/** The application; `designs` stands for your database. */
export function createApp(designs: Design[]): Express {
  const checkAbility =
    (action: Action): RequestHandler =>
    (req, res, next) => {
      const ability = res.locals['ability'] as AppAbility
      const { id } = req.params
      const design = designs.find((each) => String(each.id) === id)
      if (id !== undefined && design === undefined) {
        res.status(404).json({ error: 'Not found' })
        return
      }
      if (ability.cannot(action, design === undefined ? 'Design' : subject('Design', design))) {
        res.status(403).json({ error: 'Forbidden' })
        return
      }
      res.locals['design'] = design
      next()
    }

  const app = express()
  app.use(signIn, express.json())

  app.get('/health', (_req, res) => {
    res.json({ up: true })
  })
  app.get('/me', requireUser, (req, res) => {
    const ability = res.locals['ability'] as AppAbility
    res.json({ id: req.user?.id, mayCreate: ability.can('create', 'Design') })
  })
  app.get('/designs', requireUser, checkAbility('read'), (_req, res) => {
    const ability = res.locals['ability'] as AppAbility
    const visible: Design[] = []
    for (const design of designs) {
      if (ability.can('read', subject('Design', design))) visible.push(design)
    }
    res.json(visible)
  })
  app.post('/designs', requireUser, checkAbility('create'), (req, res) => {
    const title = String((req.body as { title?: unknown } | undefined)?.title)
    const design = { id: designs.length + 1, team: 'drafts', owner: String(req.user?.id), title }
    designs.push(design)
    res.status(201).json(design)
  })
  app.get('/designs/:id', requireUser, checkAbility('read'), (_req, res) => {
    res.json(res.locals['design'])
  })
  app.put('/designs/:id', requireUser, checkAbility('update'), (req, res) => {
    const design = res.locals['design'] as Design
    design.title = String((req.body as { title?: unknown } | undefined)?.title)
    res.json(design)
  })
  app.delete('/designs/:id', requireUser, checkAbility('delete'), (_req, res) => {
    designs.splice(designs.indexOf(res.locals['design'] as Design), 1)
    res.sendStatus(204)
  })
  return app
}
