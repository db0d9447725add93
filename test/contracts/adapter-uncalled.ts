// A verb that stands where its guard should stand is a mistake that is named, and never an open or a hanging route.
import { expect, it } from 'vitest'
import { keeping } from './adapter-kit.ts'
import type { Start } from './adapter-kit.ts'
import { as } from './adapter-policy.ts'

const verbs = [
  ['requirePermission', "('a.permission')"],
  ['requireAll', "('a.permission')"],
  ['requireAny', "('a.permission')"],
  ['requireSome', "('a.permission')"],
  ['requireSignedIn', '()'],
  ['publicRoute', '()'],
] as const

export function uncalledContract(start: Start): void {
  it.each(verbs)('%s that was passed and not called answers 500 and says so', async (verb, call) => {
    const seen: unknown[] = []
    const app = await start({
      routes: [{ path: '/', guard: verb }],
      own: keeping(seen),
    })
    expect(await app.ask('/', as('admin'))).toMatchObject({ status: 500, text: 'mine' })
    expect(seen).toMatchObject([
      {
        code: 'TRILATCH_GUARD_INVALID',
        message: `\`${verb}\` was passed and not called: write \`${verb}${call}\``,
      },
    ])
    expect(app.ran).toEqual([])
  })
}
