// Frameworks read a falsy value as "go on" or never answer it, and Express reads the word "route" as "skip": whatever a
// function of the application throws or rejects with must come out as an error, and nothing behind it may run.
import { describe, expect, it } from 'vitest'
import { failing } from '../enforcement/junk.ts'
import { keeping } from './adapter-kit.ts'
import type { ApplicationPlan, Asked, RoutePlan, Start } from './adapter-kit.ts'
import { as } from './adapter-policy.ts'

/** Fails as the number of the case says, in the header of the request. */
const fail = ({ headers }: Pick<Asked, 'headers'>): unknown => failing[Number(headers['x-case'])]?.[1]()

const path = '/admin/:name'
const guarded = (...guard: Exclude<RoutePlan['guard'], string>): readonly RoutePlan[] => [{ path, guard }]

const places: Readonly<Record<string, Pick<ApplicationPlan, 'routes' | 'subject' | 'mounted'>>> = {
  'a subject': { routes: guarded('requireSignedIn'), subject: fail },
  'the resolver of a guard': {
    routes: guarded('requirePermission', 'design.view', { resource: fail }),
  },
  'the resolver of one of several permissions': {
    routes: guarded(
      'requireAny',
      { permission: 'design.view', resource: () => 'finance.costs' },
      { permission: 'report.view', resource: fail },
    ),
  },
  'the subject of a mounted handler': { routes: [], mounted: () => new Response('inside'), subject: fail },
  'a mounted handler': {
    routes: [],
    mounted: ({ headers }) => fail({ headers: Object.fromEntries(headers) }) as Response,
  },
}

const values = [...new Set(failing.map(([, , value]) => value))]

/** What an error handler got, as it was thrown: what is no error comes as the cause of one. */
function thrownOf(error: unknown): unknown {
  if (!(error instanceof Error)) throw new TypeError(`No error came, but ${String(error)}`)
  const made = error.message.startsWith(
    'Something that is no Error was thrown while the caller was checked: ',
  )
  return made ? error.cause : error
}

export function faultContract(start: Start): void {
  describe('Whatever is thrown or rejected with', () => {
    it.each(Object.entries(places))('is one error where %s fails, and nothing runs', async (_, plan) => {
      const [seen, unhandled]: [unknown[], unknown[]] = [[], []]
      const keep = (reason: unknown): void => void unhandled.push(reason)
      process.on('unhandledRejection', keep)
      try {
        const app = await start({
          ...plan,
          behind: guarded('publicRoute'),
          own: keeping(seen),
        })
        for (const who of [{}, as('admin').headers]) {
          const ask = async (i: number): Promise<string> => {
            const { status, text } = await app.ask('/admin/x', { headers: { ...who, 'x-case': String(i) } })
            return `${failing[i]?.[0]}: ${status} ${text}`
          }
          expect(await Promise.all(failing.map((_case, i) => ask(i)))).toEqual(
            failing.map(([name]) => `${name}: 500 mine`),
          )
          const came = seen.splice(0).map(thrownOf)
          const times = values.map((value) => came.filter((one) => Object.is(one, value)).length)
          expect(times).toEqual(values.map(() => failing.length / values.length))
          expect(came).toHaveLength(failing.length)
        }
        expect(app.ran).toEqual([])
      } finally {
        process.off('unhandledRejection', keep)
      }
      expect(unhandled).toEqual([])
    })
  })
}
