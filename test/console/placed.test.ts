// The page, its files and its API below a path that is written with encoded characters: on each framework, and on both
// majors of Nest.
import { describe, expect, it } from 'vitest'
import { headersOf } from './ask.ts'
import { hosts } from './hosts.ts'
import { caller, consoleOf, makeWorld, withUsers } from './world.ts'

describe.each(hosts)('The console on %s', (_name, start) => {
  it.each(['/team%20a/console', '/b%C3%BCro/%e6%9d%b1'])('is whole at %s', async (place) => {
    const world = await withUsers(makeWorld())
    const { origin, close } = await start(world, consoleOf(world), place)
    const at = `${origin}${place}`
    try {
      const bare = await fetch(at, { redirect: 'manual' })
      expect([bare.status, new URL(bare.headers.get('location') ?? '', at).href]).toEqual([308, `${at}/`])
      const page = await fetch(`${at}/`)
      expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
      const loaded = Array.from((await page.text()).matchAll(/(?:src|href)="([^"]*)"/g), ([, found]) => found)
      expect(loaded.length).toBeGreaterThanOrEqual(3)
      for (const address of loaded) {
        const file = await fetch(new URL(address ?? '', page.url))
        expect([file.status, await file.text()], address).toEqual([200, expect.stringMatching(/./)])
      }
      const headers = headersOf({ as: caller('root') })
      const role = await fetch(new URL('./api/roles/empty', page.url), { headers })
      expect([role.status, role.headers.get('etag')]).toEqual([200, expect.stringMatching(/^"/)])
      const suspend = new URL('./api/users/bob/suspend', page.url)
      expect((await fetch(suspend, { method: 'POST', headers })).status).toBe(200)
    } finally {
      await close()
    }
  })
})
