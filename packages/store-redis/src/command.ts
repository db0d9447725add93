import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { TrilatchError } from '@trilatch/core'
import { acceptLoss, makeStore } from './administration.ts'
import { connect } from './command-client.ts'
import { LimitedRedis } from './client/limited.ts'
import { recogniseClient } from './client/recognise.ts'
import { systemClock } from './clock.ts'
import type { Connection } from './connection.ts'
import { newCounters } from './counters.ts'
import { forgetApplicationCommand, forgetSettingsCommand } from './forget-command.ts'
import { Keys } from './keys.ts'
import { readOptions } from './options.ts'
import { createSeal } from './seal.ts'
import { readStatus, statusText } from './status.ts'

const help = `Usage: trilatch-store <command> [--url redis://127.0.0.1:6379] [--namespace trilatch] [--cluster]

Commands
  init     Make a store where there is none
  accept   End an alarm and go on without what was lost
  status   Tell whether there is a store, what it holds, and whether there is an alarm
  forget-application NAME
           Forget the catalogue of an application that no longer uses the store
  forget-settings
           Let the next process that starts settle what all processes share

Options
  --url        Where Redis is; else the environment variable REDIS_URL
  --namespace  Which store; default trilatch
  --cluster    Redis is a Cluster, and the URL is one of its nodes
  --help       This text

With the environment variable TRILATCH_HMAC_KEY, values are sealed as by the option \`hmacKey\`.
Exit status: 0 done, 1 not done, 2 wrong usage, 3 status found no store or an alarm.`

/** Where a command writes to. */
export interface Output {
  out(text: string): void
  err(text: string): void
}

const commands = ['init', 'accept', 'status', 'forget-application', 'forget-settings'] as const
type Command = (typeof commands)[number]

interface Parsed {
  readonly command: Command
  /** What `forget-application` is about. */
  readonly name: string
  readonly url: string
  readonly namespace: string
  readonly cluster: boolean
}

function parse(args: readonly string[], environment: NodeJS.ProcessEnv): Parsed | 'help' {
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
  const [command, name, ...more] = positionals
  const takesName = command === 'forget-application'
  if (
    takesName !== (name !== undefined) ||
    more.length > 0 ||
    command === undefined ||
    !commands.includes(command as Command)
  )
    throw new TypeError(`expected one of the commands ${commands.join(', ')}`)
  const url = values.url ?? environment['REDIS_URL'] ?? 'redis://127.0.0.1:6379'
  return {
    command: command as Command,
    name: name ?? '',
    url,
    namespace: values.namespace,
    cluster: values.cluster,
  }
}

/** Runs `trilatch-store`. @returns The exit status. */
export async function runCommand(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
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
  { command, name, namespace }: Parsed,
  client: Parameters<typeof readOptions>[0]['client'],
  environment: NodeJS.ProcessEnv,
  output: Output,
): Promise<number> {
  const hmacKey = environment['TRILATCH_HMAC_KEY']
  const settings = readOptions({ client, namespace, ...(hmacKey === undefined ? {} : { hmacKey }) })
  const connection: Connection = {
    redis: new LimitedRedis(recogniseClient(client), systemClock),
    keys: new Keys(namespace, 'command'),
    seal: createSeal(settings.hmacKey),
    clock: systemClock,
    settings,
    counters: newCounters(),
  }
  const [storeId, tag] = [randomBytes(16).toString('hex'), randomBytes(16).toString('hex')]
  if (command === 'forget-application' || command === 'forget-settings') {
    const forgotten =
      command === 'forget-settings'
        ? await forgetSettingsCommand(connection)
        : await forgetApplicationCommand(connection, name)
    output.out(forgotten.text)
    return forgotten.status
  }
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
  }
}
