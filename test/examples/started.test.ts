// The examples as people start them: they print what to type, let that person in, and end when they are told to.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { printedPasswords, signInAs } from '../support/sign-in-as.ts'

const flags = ['--conditions=@trilatch/source', '--disable-warning=ExperimentalWarning']

// The third one is built by the compiler first: examples/nestjs/test/example.test.ts.
it.concurrent.each(['express', 'koa'])(
  'the %s example starts, lets in whoever types what it prints, and ends',
  async (name) => {
    const main = fileURLToPath(new URL(`../../examples/${name}/src/main.ts`, import.meta.url))
    const child = spawn(process.execPath, [...flags, main], {
      env: { ...process.env, PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const complaints: string[] = []
    child.stderr.on('data', (text) => complaints.push(String(text)))
    const exit = once(child, 'exit')
    try {
      let printed = ''
      for await (const line of createInterface(child.stdout)) {
        printed += `${line}\n`
        if (line.includes('/auth/register?invitation=')) break
      }
      const origin = /^Listening on (http:\S+\d)$/m.exec(printed)?.[1] ?? ''
      const passwords = printedPasswords(printed)
      expect([...passwords.keys()]).toEqual(['ada', 'alice', 'bob', 'carol', 'dave', 'erin'])
      const cookie = await signInAs(origin, 'carol@example.org', passwords.get('carol') ?? '')
      const seen = await fetch(`${origin}/dashboards`, { headers: { cookie } })
      expect(await seen.json()).toEqual(['finance.overview', 'open.status'])
      const invitation = /invitation=(\S+)/.exec(printed)?.[1]
      const registered = await fetch(`${origin}/auth/register`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ email: 'frank@example.org', password: 'a sentence of my own', invitation }),
      })
      expect(registered.status).toBe(200)
    } finally {
      child.kill()
    }
    expect(await exit).toEqual([null, 'SIGTERM'])
    expect(complaints.join('')).toBe('')
  },
)
