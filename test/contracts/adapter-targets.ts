// T20: whatever a target looks like, a guarded handler that it reaches has been guarded, wherever the guards stand.
import { describe, expect, it } from 'vitest'
import { variants } from '../enforcement/variants.ts'

/** An application that has `/api/secret`, `/api/reports/:name`, `/api/files/…`, and `/public`, which is open. */
export interface TargetApplication {
  /** One request with exactly this request line; asks the server to hang up behind it. */
  line(line: string, headers: Readonly<Record<string, string>>): Promise<string>
  /** For each time that a handler ran, what `noted` gives. */
  readonly ran: string[]
}

/** What a handler notes: itself, the name in the path that it read, and the request's `x-target`. */
export const noted = (
  handler: 'secret' | 'report' | 'file',
  name: string,
  target: string | undefined,
): string => JSON.stringify([handler, name, target])

/** How a framework routes. */
export interface Targets<Options extends object> {
  /** Options of routers, by what they are called. */
  readonly routers: Readonly<Record<string, Options>>
  /** Where the guards stand; `in front …` they know no name, and let through who may see all of `finance`. */
  readonly layouts: readonly string[]
  readonly start: (options: Options, layout: string) => Promise<TargetApplication>
  readonly isCaseSensitive: (options: Options) => boolean
  readonly isStrict: (options: Options) => boolean
  /** How many targets come to a handler at least, for who may see everything. */
  readonly reached: number
}

/** Sends every variant as one caller and gives what the handlers noted. */
async function tryAll(app: TargetApplication, roles: string | undefined): Promise<string[][]> {
  app.ran.length = 0
  for (let from = 0; from < variants.length; from += 25) {
    const asked = variants.slice(from, from + 25).map((target, i) => {
      const who = roles === undefined ? {} : { 'x-roles': roles }
      return app.line(`GET ${target} HTTP/1.1`, { ...who, 'x-target': String(from + i) })
    })
    await Promise.all(asked)
  }
  return app.ran.map((line) => JSON.parse(line) as string[])
}

export function targetContract<Options extends object>(targets: Targets<Options>): void {
  const { routers, layouts, start, isCaseSensitive, isStrict, reached: atLeast } = targets
  const cases = layouts.flatMap((layout) =>
    Object.entries(routers).map(([router, options]) => [layout, router, options] as const),
  )

  describe.each(cases)('Guards %s, with a %s router', (layout, _router, options) => {
    it('are passed by nobody and by none without the right, whatever the target', async () => {
      const app = await start(options, layout)
      for (const roles of [undefined, '', 'reader']) expect(await tryAll(app, roles)).toEqual([])
    })

    it('let a caller with the right through, so that the targets do reach the handlers', async () => {
      const app = await start(options, layout)
      const reached = (await tryAll(app, 'lead,curator')).map(([, , target]) => variants[Number(target)])
      expect(reached.length).toBeGreaterThanOrEqual(atLeast)
      expect(reached).toEqual(
        expect.arrayContaining([
          '/api/reports/finance.costs',
          '/api/secret',
          '/api/files/finance.costs',
          '/api/secret?name=sales.eu',
          '/api/reports/%66inance.costs',
          'http://evil.example/api/secret',
        ]),
      )
      expect(reached.includes('/api/SECRET')).toBe(!isCaseSensitive(options))
      expect(reached.includes('/api/secret/')).toBe(!isStrict(options))
    })
  })

  const byName = cases.filter(([layout]) => !layout.startsWith('in front'))
  describe.each(byName)('Guards %s with a resource, with a %s router', (layout, _router, options) => {
    it('let a caller through whose right is limited to some names for those names only', async () => {
      const ran = await tryAll(await start(options, layout), 'analyst')
      expect(ran.length).toBeGreaterThanOrEqual(5)
      for (const [handler, name] of ran) {
        expect(handler).not.toBe('secret')
        expect(name).toMatch(/^finance\.[^/]*$/)
      }
    })
  })

  it('There are enough variants', () => {
    expect(new Set(variants).size).toBe(variants.length)
    expect(variants.length).toBeGreaterThanOrEqual(90)
  })
}
