import { forgetApplication, forgetSettings } from '@trilatch/core'
import { createRegistry } from './applications.ts'
import type { Connection } from './connection.ts'

/** What a command has to say, and its exit status. */
export interface Told {
  readonly text: string
  readonly status: number
}

/** `trilatch-store forget-application NAME` */
export async function forgetApplicationCommand(connection: Connection, name: string): Promise<Told> {
  const registry = createRegistry(connection, () => undefined)
  if (await forgetApplication(registry, name, 'cli'))
    return { text: `Forgot the application ${name}. Rules for its permissions stay.`, status: 0 }
  const { published } = await registry.applications()
  const known = published.size === 0 ? 'There are none.' : `There are ${[...published.keys()].join(', ')}.`
  return { text: `There is no application ${JSON.stringify(name)}. ${known}`, status: 1 }
}

/** `trilatch-store forget-settings` */
export async function forgetSettingsCommand(connection: Connection): Promise<Told> {
  const forgotten = await forgetSettings(
    createRegistry(connection, () => undefined),
    'cli',
  )
  return forgotten
    ? { text: 'Forgot the settings. The next process that starts settles them: start all anew.', status: 0 }
    : { text: 'There are no settings to forget.', status: 1 }
}
