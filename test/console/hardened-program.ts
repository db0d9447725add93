// Asks a console a few questions on a host as its arguments say, and prints the answers as JSON.
import { freeze, pollute } from '../support/pollution.ts'
import { ask } from './ask.ts'
import { direct } from './direct.ts'
import { butRole, caller, makeWorld, withUsers } from './world.ts'

const [host = 'plain', fields] = process.argv.slice(2)
const world = await withUsers(makeWorld())
const console_ = direct(world)
if (host === 'frozen') freeze()
if (host === 'polluted') pollute('after', { fields: fields?.split(',') })

const root = caller('root')
const other = caller('oth', butRole('trilatch.roles.edit'))
const answers: unknown[] = []
for (const [method, path, as, body] of [
  ['GET', '/roles', null, undefined],
  ['GET', '/roles?limit=2', root, undefined],
  ['POST', '/roles', other, { id: 'x' }],
  ['POST', '/roles', root, { id: 'x', title: 'X' }],
  ['POST', '/roles', root, { id: 'y', stray: 1 }],
  ['POST', '/roles', root, {}],
  ['GET', '/users/bob', root, undefined],
  ['PUT', '/roles/x/members/bob', root, undefined],
  ['GET', '/me/permissions', caller('ada'), undefined],
  ['POST', '/me/decisions', caller('ada'), { questions: [{ permission: 'job.run' }] }],
  ['POST', '/explain', root, { subject: 'ada', permission: 'job.run' }],
  ['GET', '/roles/runner/tree?state=granted', root, undefined],
] as const) {
  const asked = { as, method, ...(body === undefined ? {} : { body }) }
  const { status, text } = await ask(console_, path, asked)
  // Versions and times differ from one run to the next.
  answers.push([
    method,
    path,
    status,
    text.replaceAll(/[0-9a-f]{32}|"version":"[^"]*"|\d{4}-\d\d-\d\dT[\d:.]+Z/g, '…'),
  ])
}
process.stdout.write(JSON.stringify(answers))
process.exit()
