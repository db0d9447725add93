// What an application plugs into the console may fail: nobody is told its words, and operators are.
import { afterEach, describe, expect, it } from 'vitest'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ConsoleOptions } from '@trilatch/console'
import { ask } from './ask.ts'
import { direct } from './direct.ts'
import { caller, makeWorld } from './world.ts'

const secret = 'postgres://app:hunter2@db/people'
const fails = async (): Promise<never> => {
  throw new Error(`cannot reach ${secret}`)
}

const told: unknown[] = []
const listen = (message: unknown): void => void told.push(message)
afterEach(() => {
  unsubscribe('trilatch:warning', listen)
  told.length = 0
})

type Port = Pick<ConsoleOptions, 'users' | 'groupPicker'>
const throwing: Port = {
  users: { list: fails, find: fails },
  groupPicker: { providers: ['ldap'], search: fails },
}
const careless = {
  users: { list: async () => ({}), find: async () => undefined },
  groupPicker: { providers: ['ldap'], search: async () => null },
} as unknown as Port

describe.each([
  ['throws', throwing, `cannot reach ${secret}`],
  ['breaks its contract', careless, 'undefined'],
])('A port of the application that %s', (_, port, cause) => {
  it.each([
    ['/session', 'users', 'The users of the application cannot be read at the moment.'],
    ['/users', 'users', 'The users of the application cannot be read at the moment.'],
    ['/users/ada', 'users', 'The users of the application cannot be read at the moment.'],
    ['/roles/runner/members', 'users', 'The users of the application cannot be read at the moment.'],
    ['/groups?query=x', 'groupPicker', 'Groups cannot be looked for at the moment.'],
  ])(
    'makes no answer of GET %s, and operators are told why by its option %s',
    async (path, option, detail) => {
      subscribe('trilatch:warning', listen)
      const host = direct(makeWorld(anew(port)))
      for (let times = 0; times < 2; times++) {
        const answer = await ask(host, path, { as: caller('root') })
        expect(answer).toMatchObject({ status: 503, body: { code: 'TRILATCH_UNAVAILABLE', detail } })
        expect(answer.headers.get('content-type')).toBe('application/problem+json')
        expect(answer.text).not.toContain('hunter2')
      }
      const message = expect.stringContaining(`\`${option}\` of the console`) as unknown
      expect(told).toEqual([{ code: 'TRILATCH_CONSOLE_PORT_FAILED', message }])
      if (option === 'users') expect(JSON.stringify(told)).toContain(cause)
    },
  )
})

/** Ports of their own for each test: of one that fails operators are told once a minute. */
const anew = ({ users, groupPicker }: Port): Port => ({
  ...(users === undefined ? {} : { users: { ...users } }),
  ...(groupPicker === undefined ? {} : { groupPicker: { ...groupPicker } }),
})
