import type { Connection } from './connection.ts'
import { longMs } from './connection.ts'
import { list, run } from './scripts/script.ts'
import { statusScript } from './scripts/administer.ts'

/** What an operator wants to know of a store. */
export interface StoreStatus {
  readonly store: string | null
  readonly alarm: string | null
  readonly schema: string | null
  readonly head: string | null
  readonly roles: number
  readonly users: number
  readonly administrators: number
  readonly entries: number
  readonly memoryPolicy: string | null
}

export async function readStatus({ redis, keys }: Connection): Promise<StoreStatus> {
  const { reply } = await run(redis, statusScript, {
    keys: [keys.meta, keys.alarm, keys.log, keys.roleIds, keys.userIds, keys.admins],
    args: [],
    timeoutMs: longMs,
  })
  const [store, alarm, schema, head, roles, users, administrators, entries, info] = list(reply, 'the status')
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
  return {
    store: text(store),
    alarm: text(alarm),
    schema: text(schema),
    head: text(head),
    roles: Number(roles),
    users: Number(users),
    administrators: Number(administrators),
    entries: Number(entries),
    memoryPolicy: /^maxmemory_policy:(\S+)/m.exec(text(info) ?? '')?.[1] ?? null,
  }
}

/** The status as lines to read. */
export function statusText(namespace: string, status: StoreStatus): string {
  if (status.store === null && status.alarm === null) return `There is no store in ${namespace}.`
  return [
    `namespace       ${namespace}`,
    `store           ${status.store ?? 'none'}`,
    `alarm           ${status.alarm ?? 'none'}`,
    `schema          ${status.schema ?? 'none'}`,
    `newest entry    ${status.head ?? 'none'} (${status.entries} kept)`,
    `roles           ${status.roles}`,
    `users           ${status.users}`,
    `administrators  ${status.administrators}`,
    `memory policy   ${status.memoryPolicy ?? 'unknown'}`,
  ].join('\n')
}
