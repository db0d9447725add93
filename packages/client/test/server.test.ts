// What the server hands to pages: the client's files, and somebody's answers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAuthorizer, definePermissions } from '@trilatch/core'
import { createMe } from '@trilatch/console'
import { pageBlock } from '@trilatch/client/server'
import { startApplication } from './support/application.ts'
import type { Application } from './support/application.ts'

let application: Application
beforeAll(async () => {
  application = await startApplication()
})
afterAll(() => application?.close())

const get = (path: string, init: RequestInit = {}): Promise<Response> =>
  fetch(`${application.origin}/trilatch${path}`, init)

describe('The files of the client', () => {
  it('are modules that lead to each other, and to nothing else', async () => {
    const met = new Set<string>()
    const meet = async (path: string): Promise<void> => {
      if (met.has(path)) return
      met.add(path)
      const response = await get(path)
      expect([path, response.status]).toEqual([path, 200])
      expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      const text = await response.text()
      for (const [, to = ''] of text.matchAll(/from '([^']+)'/g))
        await meet(new URL(to, `http://x${path}`).pathname)
    }
    await meet('/auto.js')
    await meet('/index.js')
    expect(met.size).toBeGreaterThan(8)
  })

  it('are sent once, as long as they stay the same', async () => {
    const etag = (await get('/auto.js')).headers.get('etag') ?? ''
    expect((await get('/auto.js', { headers: { 'if-none-match': etag } })).status).toBe(304)
    const head = await get('/auto.js', { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it.each([
    '/',
    '/nothing.js',
    '/server/index.js',
    '/react/index.js',
    '/../package.json',
    '/%2e%2e/package.json',
    '/gate/',
    '/__proto__',
  ])('%s is none of them', async (path) => {
    expect([400, 404]).toContain((await get(path)).status)
  })

  it('are read and nothing else', async () => {
    const response = await get('/auto.js', { method: 'POST' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD'])
  })
})

describe('The block that a page carries', () => {
  const permissions = definePermissions({ 'a.b': '</script><script>alert(1)</script><!--' })
  const authorizer = createAuthorizer({ permissions, roles: [] })
  const me = createMe({ authorizer })

  it('ends where it ends, whatever titles and names say', async () => {
    const name = '</script><img src=x onerror=alert(1)>'
    const questions = [{ permission: 'a.b', resource: name }]
    const block = await pageBlock(me, await authorizer.access({ id: 'ada' }), { questions, url: '/x/me' })
    expect(block.slice(0, -'</script>'.length).slice(1)).not.toContain('<')
    const [, text = ''] = /^<script type="application\/json" id="trilatch">(.*)<\/script>$/s.exec(block) ?? []
    const read = JSON.parse(text) as { url: string; decisions: { resource: string; message: string }[] }
    expect(read.url).toBe('/x/me')
    expect(read.decisions[0]?.resource).toBe(name)
    expect(read.decisions[0]?.message).toContain('</script>')
  })

  it('carries any number of answers', async () => {
    const questions = Array.from({ length: 250 }, (_, i) => ({ permission: 'a.b', resource: `${i}` }))
    const block = await pageBlock(me, await authorizer.access({ id: 'ada' }), { questions })
    expect(block.match(/"resource":/g)?.length).toBe(250)
  })

  it('is refused where the answers cannot be had', async () => {
    const nobody = { fetch: () => new Response(null, { status: 404 }) }
    const why = 'Cannot tell a page what somebody may do: /permissions answered 404'
    await expect(pageBlock(nobody, {})).rejects.toThrow(why)
  })

  it('says what it takes, and that it is to be awaited', async () => {
    const loose = pageBlock as (...args: unknown[]) => Promise<string>
    const me = { fetch: () => new Response('{"version":"v","permissions":[]}') }
    for (const none of [undefined, {}, 'me'])
      expect(() => loose(none, {})).toThrow(
        'pageBlock takes what createMe() gives, then the access: pageBlock(me, access)',
      )
    for (const none of [undefined, null, Promise.resolve({})])
      expect(() => loose(me, none)).toThrow('pageBlock(me, await access(request))')
    const block = pageBlock(me, {})
    expect(() => Reflect.apply<undefined, [unknown], string>(String, undefined, [block])).toThrow(
      'write ${await pageBlock(…)}',
    )
    expect(await block).toContain('id="trilatch"')
  })
})
