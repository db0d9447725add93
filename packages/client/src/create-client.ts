import type { Client, ClientOptions } from './client.ts'
import { refused } from './decision.ts'
import type { ClientDecision } from './decision.ts'
import type { DecisionsDocument, PermissionsDocument } from './documents.ts'
import { readPermissions } from './known.ts'
import type { Known } from './known.ts'
import type { CatalogueNames, PermissionName } from './names.ts'
import { makeQuestions } from './questions.ts'

/** The longest wait between two attempts, and the time that one may take. */
const longestMs = 60_000
const timeoutMs = 10_000
/** How soon is asked again where an answer was of another version. */
const soonMs = 1_000

/** Names that are proper by anybody's rule; of others the server has to say whether they are. */
const plainName = /^[\w-]+(?:\.[\w-]+)*$/
/** In UTF-16 units; no longer name is proper. */
const longestName = 1_024

/**
 * Makes a client. Nothing is asked before somebody subscribes: `gate` and the parts for React do.
 *
 * @throws RangeError for `pollMs` out of bounds.
 */
export function createClient<Of extends CatalogueNames | string = string>(
  options: ClientOptions = {},
): Client<PermissionName<Of>> {
  const { url = '/api/me', page, pollMs = 5_000, keepMs = 30_000, pendingText, unavailableText } = options
  if (!(pollMs >= 250 && pollMs <= longestMs)) throw new RangeError('pollMs must be 250 to 60000')
  const pending = refused('pending', pendingText ?? 'Checking your permissions…')
  const unavailable = refused('unavailable', unavailableText ?? 'Your permissions cannot be checked now.')
  const listeners = new Set<() => void>()
  const tab = (globalThis as { readonly document?: Document }).document
  let known: Known | undefined
  let unknown = pending
  let knownAt = -Infinity
  let failures = 0
  let asking: Promise<void> | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const changed = (): void => [...listeners].forEach((listener) => listener())

  const call = (path: string, init: RequestInit): Promise<Response> =>
    (options.fetch ?? fetch)(url + path, {
      cache: 'no-store',
      signal: AbortSignal.timeout(timeoutMs),
      ...init,
    })

  const questions = makeQuestions(
    async (batch) => {
      const response = await call('/decisions', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"questions":[${batch.join()}]}`,
      })
      const { version, decisions } = (await response.json()) as DecisionsDocument
      if (version === known?.version) return decisions
      // An answer of another version would stay until the next change, and be wrong.
      if (version) plan(soonMs)
      throw new Error()
    },
    () => known !== undefined && listeners.size > 0,
    changed,
    unavailable,
  )

  async function attempt(): Promise<void> {
    try {
      const response = await call('/permissions', {
        headers: known === undefined ? {} : { 'if-none-match': `"${known.version}"` },
      })
      if (response.status !== 304) {
        const next = readPermissions((await response.json()) as PermissionsDocument)
        if (next.version !== known?.version) {
          known = next
          questions.renew()
          changed()
        }
      }
      knownAt = performance.now()
      failures = 0
      questions.flush()
    } catch {
      failures++
      if (performance.now() - knownAt < keepMs) return
      known = undefined
      unknown = unavailable
      changed()
    }
  }

  const refresh = (): Promise<void> =>
    (asking ??= attempt().finally(() => {
      asking = undefined
      plan()
    }))

  /** When to ask next: later and later while asking fails, and not all pages at once. */
  function plan(mostMs = Infinity): void {
    clearTimeout(timer)
    if (listeners.size === 0 || tab?.hidden) return
    const backOff = Math.min(pollMs * 2 ** failures, longestMs) * (1 + Math.random() / 5)
    timer = setTimeout(refresh, Math.min(backOff, mostMs))
  }

  const look = (): void => void (tab?.hidden ? plan() : refresh())

  function decide(
    permission: string,
    ...resource: readonly [] | readonly [resource: string]
  ): ClientDecision {
    if (known === undefined) return unknown
    const { whole, some, other } = known
    const decision =
      whole.get(permission) ??
      other ??
      refused('unknown-permission', `Unknown permission ${JSON.stringify(permission)}.`)
    // Kept, so that the same question gets the same answer.
    whole.set(permission, decision)
    if (resource.length === 0 || !some.has(permission)) return decision
    // What is no name is asked about as one that is not proper either: the server says so.
    const given: unknown = resource[0]
    const name = typeof given === 'string' && given.length <= longestName ? given : ''
    return decision.granted && plainName.test(name) ? decision : (questions.find(permission, name) ?? pending)
  }

  const client: Client = {
    decide,
    decideSome: (permission) => known?.some.get(permission) ?? decide(permission),
    ask: (permission, ...resource) =>
      new Promise((resolve) => {
        const answer = (): void => {
          const decision = decide(permission, ...resource)
          if (decision.reason === 'pending') return
          stop()
          resolve(decision)
        }
        const stop = client.subscribe(answer)
        answer()
      }),
    refresh,
    subscribe(listener) {
      const own = (): void => listener()
      if (listeners.add(own).size === 1) {
        tab?.addEventListener('visibilitychange', look)
        unknown = pending
        questions.flush()
        if (known === undefined) void refresh()
        else plan()
      }
      return () => {
        if (!listeners.delete(own) || listeners.size > 0) return
        clearTimeout(timer)
        tab?.removeEventListener('visibilitychange', look)
      }
    },
  }

  if (page !== undefined) {
    try {
      known = readPermissions(page.permissions)
      knownAt = performance.now()
      questions.take(page.decisions ?? [])
    } catch {
      // What a page carries is an answer of the server: one that cannot be read is asked for again.
      known = undefined
    }
  }
  return client
}
