// A refusal goes the way of the framework's errors, and looks as those of http-errors do.
import { describe, expect, it } from 'vitest'
import { Refusal, TrilatchError } from '@trilatch/core'
import type { Start } from './adapter-kit.ts'
import { as } from './adapter-policy.ts'

export function refusalContract(start: Start): void {
  describe("An application's own error handling", () => {
    it('sees what http-errors would have given', async () => {
      const seen: unknown[] = []
      const app = await start({
        routes: [{ path: '/', guard: ['requirePermission', 'project.create'] }],
        problems: false,
        own: (error) => {
          seen.push(error)
          const { status, headers, message } = error as Refusal
          return { status, headers, body: message }
        },
      })
      const anonymous = await app.ask('/')
      expect(anonymous).toMatchObject({ status: 401, text: 'Sign in to do this.' })
      expect(anonymous.headers.get('www-authenticate')).toBe('Bearer realm="trilatch"')
      await app.ask('/', as())
      const [first, second] = seen
      expect(first).toBeInstanceOf(Refusal)
      expect(first).toBeInstanceOf(TrilatchError)
      expect(first).toMatchObject({
        status: 401,
        statusCode: 401,
        expose: true,
        code: 'TRILATCH_UNAUTHENTICATED',
        permissions: [],
        headers: { 'cache-control': 'no-store', 'www-authenticate': 'Bearer realm="trilatch"' },
      })
      expect(second).toMatchObject({
        status: 403,
        statusCode: 403,
        expose: true,
        code: 'TRILATCH_FORBIDDEN',
        message: 'Requires permission: Project › Create Project',
        permissions: [{ id: 'project.create', title: 'Project › Create Project' }],
        headers: { 'cache-control': 'no-store' },
      })
      expect(app.ran).toEqual([])
    })
  })
}
