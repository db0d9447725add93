// The same path spelt in other ways, as bytes on a socket: whatever reaches a handler has passed its guard.
import { connect } from 'node:net'
import { Controller, Get } from '@nestjs/common'
import { afterEach, describe, expect, it } from 'vitest'
import { platforms, serve, stopAll } from './application.ts'
import { Permission } from './policy.ts'

afterEach(stopAll)

const ran: string[] = []

@Controller('projects')
class Projects {
  @Get('all')
  @Permission('project.create')
  all() {
    ran.push('handler')
    return 'inside'
  }
}

const targets = [
  '/projects/all',
  '/Projects/ALL',
  '/projects/all/',
  '//projects/all',
  '/projects//all',
  '/projects/all//',
  '/projects/./all',
  '/projects/x/../all',
  '/projects/%61ll',
  '/%70rojects/all',
  '/projects%2fall',
  '/projects%2Fall',
  '/projects/%2e/all',
  '/projects/x/%2e%2e/all',
  '/projects/all;x=1',
  '/projects;x=1/all',
  '/projects/all?x=1',
  '/projects/all?',
  '/projects/all#x',
  '/projects/all%00',
  '/projects/all%20',
  '/projects/all.json',
  '\\projects\\all',
  '/projects\\all',
  'http://elsewhere/projects/all',
  'HTTP://elsewhere/projects/all',
  '/projects/all?x-roles=admin',
  '/projects/%E0%A4%A',
  '/projects/all/../all',
  '*',
]

/** The status of a request with exactly this target; 0 where the server says nothing. */
function ask(port: number, method: string, target: string, headers: string): Promise<number> {
  return new Promise((resolve) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`${method} ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${headers}\r\n`),
    )
    socket.on('data', (bytes: Buffer) => (answer += bytes.toString()))
    socket.on('error', () => {})
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0)))
  })
}

describe.each(platforms)('on %s', (platform) => {
  it('no spelling of a path gets past the guard of its handler', async () => {
    const { origin } = await serve(platform, [Projects])
    const port = Number(new URL(origin).port)
    ran.length = 0
    for (const method of ['GET', 'HEAD']) {
      for (const target of targets) {
        for (const headers of [
          '',
          'x-roles: reader\r\n',
          'x-http-method-override: GET\r\nx-original-url: /\r\n',
        ]) {
          const status = await ask(port, method, target, headers)
          expect([400, 401, 403, 404], `${method} ${target}`).toContain(status)
        }
      }
    }
    expect(ran).toEqual([])
    expect(await ask(port, 'GET', '/projects/all', 'x-roles: creator\r\n')).toBe(200)
    expect(ran).toEqual(['handler'])
  })
})
