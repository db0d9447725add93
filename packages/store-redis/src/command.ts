import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { createAuditChain, newTag, TrilatchError } from '@trilatch/core'
import { acceptLoss, makeStore } from './administration.ts'
import { connect } from './command-client.ts'
import { LimitedRedis } from './client/limited.ts'
import { recogniseClient } from './client/recognise.ts'
import { systemClock } from './clock.ts'
import type { Connection } from './connection.ts'
import { newCounters } from './counters.ts'
import { forgetApplicationCommand, forgetSettingsCommand } from './forget-command.ts'
import { Keys } from './keys.ts'
import { runMemberJob } from './member-command.ts'
import { readOptions } from './options.ts'
import { createSeal } from './seal.ts'
import { readStatus, statusText } from './status.ts'
import { storeMissing } from './trouble.ts'

const help = `Usage: trilatch-store <command> [operands] [--url redis://127.0.0.1:6379] [--namespace trilatch] [--cluster]

Commands
  init     Make a store where there is none
  accept   End an alarm and go on without what was lost
  status   Tell whether there is a store, what it holds, and whether there is an alarm
  forget-application NAME     Forget the catalogue of an application that no longer uses the store
  forget-settings             Let the next process that starts settle what all processes share
  empty-role ROLE             Take a role from everybody who holds it, with a scope or without
  replace-members ROLE FILE   Make the ids in the file, one in each line, the members of a role

The last two change any number of people, in steps of at most 1,000. Each step is whole and has its line in the audit
trail; all together are not one write. When one was stopped, run it again: it goes on with what is left.

Options
  --url        Where Redis is; else the environment variable REDIS_URL
  --namespace  Which store; default trilatch
  --cluster    Redis is a Cluster, and the URL is one of its nodes
  --help       This text

With the environment variable TRILATCH_HMAC_KEY, values are sealed as by the option \`hmacKey\`; with
TRILATCH_AUDIT_KEY, entries of the audit trail are made as by \`auditKey\` (several keys with a space between).
Exit status: 0 done, 1 not done, 2 wrong usage, 3 status found no store or an alarm.`

/** Variables by name. */
type Environment = Readonly<Record<string, string | undefined>>

/** Where a command writes to. */
export interface Output {
  out(text: string): void
  err(text: string): void
}

/** The commands, and how many operands each takes. */
const commands = {
  init: 0,
  accept: 0,
  status: 0,
  'forget-application': 1,
  'forget-settings': 0,
  'empty-role': 1,
  'replace-members': 2,
} as const
type Command = keyof typeof commands

interface Parsed {
  readonly command: Command
  readonly operands: readonly string[]
  readonly url: string
  readonly namespace: string
  readonly cluster: boolean
}

function parse(args: readonly string[], environment: Environment): Parsed | 'help' {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      namespace: { type: 'string', default: 'trilatch' },
      cluster: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return 'help'
  const [command = '', ...operands] = positionals
  if (!Object.hasOwn(commands, command))
    throw new TypeError(`expected one of the commands ${Object.keys(commands).join(', ')}`)
  const count = commands[command as Command]
  if (operands.length !== count)
    throw new TypeError(`${command} takes ${count} operand${count === 1 ? '' : 's'}, not ${operands.length}`)
  const url = values.url ?? environment['REDIS_URL'] ?? 'redis://127.0.0.1:6379'
  return { command: command as Command, operands, url, namespace: values.namespace, cluster: values.cluster }
}

/** Runs `trilatch-store`. @returns The exit status. */
export async function runCommand(
  args: readonly string[],
  environment: Environment,
  output: Output,
): Promise<number> {
  let parsed: Parsed | 'help'
  try {
    parsed = parse(args, environment)
  } catch (error) {
    output.err(`trilatch-store: ${(error as Error).message}\n\n${help}`)
    return 2
  }
  if (parsed === 'help') {
    output.out(help)
    return 0
  }
  try {
    const client = await connect(parsed.url, parsed.cluster)
    try {
      return await perform(parsed, client.client, environment, output)
    } finally {
      client.close()
    }
  } catch (error) {
    const known =
      error instanceof TrilatchError ? `${error.code}: ${error.message}` : (error as Error).message
    output.err(`trilatch-store: ${known}`)
    return 1
  }
}

async function perform(
  { command, operands, namespace }: Parsed,
  client: Parameters<typeof readOptions>[0]['client'],
  environment: Environment,
  output: Output,
): Promise<number> {
  const hmacKey = environment['TRILATCH_HMAC_KEY']
  const auditKey = environment['TRILATCH_AUDIT_KEY']?.split(/\s+/).filter((key) => key !== '')
  const settings = readOptions({
    client,
    namespace,
    ...(hmacKey === undefined ? {} : { hmacKey }),
    ...(auditKey === undefined ? {} : { auditKey }),
  })
  const counters = newCounters()
  const connection: Connection = {
    redis: new LimitedRedis(recogniseClient(client), systemClock, counters),
    keys: new Keys(namespace, 'command'),
    seal: createSeal(settings.hmacKey),
    chain: createAuditChain(settings.auditKeys),
    clock: systemClock,
    settings,
    counters,
  }
  const [storeId, tag] = [randomBytes(16).toString('hex'), newTag()]
  const status = await readStatus(connection)
  switch (command) {
    case 'init': {
      const made = await makeStore(connection, { storeId, tag, actor: 'cli' })
      output.out(
        made ? `Made store ${storeId} in ${namespace}.` : `There is a store in ${namespace} already.`,
      )
      return made ? 0 : 1
    }
    case 'accept': {
      if (status.alarm === null) {
        output.out('There is no alarm.')
        return 1
      }
      const accepted = await acceptLoss(connection, { storeId, tag, actor: 'cli' }, status.alarm)
      const gone = 'Nothing was left of the store: an empty one was made in its place. '
      output.out(`${accepted === 'remade' ? gone : ''}Accepted: ${status.alarm}`)
      return 0
    }
    case 'status':
      output.out(statusText(namespace, status))
      return status.store === null || status.alarm !== null ? 3 : 0
    case 'forget-application':
    case 'forget-settings': {
      const [name] = operands
      const told = await (name === undefined
        ? forgetSettingsCommand(connection)
        : forgetApplicationCommand(connection, name))
      output.out(told.text)
      return told.status
    }
    case 'empty-role':
    case 'replace-members': {
      if (status.store === null) throw storeMissing(namespace)
      const [role = '', file] = operands
      return runMemberJob(connection, status.store, { role, file }, (text) => output.out(text))
    }
  }
}
