import { readDecision } from './decision.ts'
import type { ClientDecision } from './decision.ts'
import type { DecisionDocument } from './documents.ts'

/** Questions about named resources: asked together, and answered from what was answered. */
export interface Questions {
  /** The answer, or `undefined` until there is one; then it has been noted for the next request. */
  readonly find: (permission: string, resource: string) => ClientDecision | undefined
  /** Takes answers to questions, as `question` writes them. */
  readonly take: (questions: readonly string[], decisions: readonly DecisionDocument[]) => void
  /** Another version: every question is asked again, and answered as before until then. */
  readonly renew: () => void
  /** Sends what has been noted, and asks again what could not be answered. */
  readonly flush: () => void
}

/** Questions of one request: the server refuses more. */
const most = 100
/** Answers that are kept; a page that has asked for more starts over, once a minute at most. */
const limit = 10_000
const restMs = 60_000

/** A question as it is sent. */
export const question = (permission: string, resource: string): string => JSON.stringify({ permission, resource })

/**
 * @param send Asks the server; at most 100 questions. Rejects with answers of another version than the one that is known.
 * @param live Whether somebody waits for answers, and they can be had.
 * @param unavailable What is answered where asking failed.
 */
export function makeQuestions(
  send: (questions: readonly string[]) => Promise<readonly DecisionDocument[]>,
  live: () => boolean,
  changed: () => void,
  unavailable: ClientDecision,
): Questions {
  let answers = new Map<string, ClientDecision>()
  /** Of an earlier version: shown until they are answered anew, so that nothing flickers. */
  let earlier = new Map<string, ClientDecision>()
  const noted = new Set<string>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let busy = false
  let rested = 0

  const take: Questions['take'] = (questions, decisions) =>
    questions.forEach((key, i) => answers.set(key, readDecision(decisions[i] as DecisionDocument)))

  function renew(): void {
    earlier = new Map([...earlier, ...answers])
    answers = new Map()
    noted.clear()
    rested = performance.now() + restMs
  }

  async function work(): Promise<void> {
    if (busy) return
    busy = true
    while (noted.size > 0 && live()) {
      const batch = [...noted].slice(0, most)
      batch.forEach((key) => noted.delete(key))
      try {
        take(batch, await send(batch))
      } catch {
        batch.forEach((key) => answers.set(key, unavailable))
      }
      changed()
    }
    if (noted.size === 0) earlier.clear()
    busy = false
  }

  // A timer and no microtask: whatever is asked in one tick goes together.
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      void work()
    })
  }

  return {
    find(permission, resource) {
      const key = question(permission, resource)
      const answer = answers.get(key)
      if (answer !== undefined) return answer
      if (answers.size + noted.size >= limit) {
        if (performance.now() < rested) return unavailable
        renew()
      }
      noted.add(key)
      soon()
      return earlier.get(key)
    },
    take,
    renew,
    flush() {
      answers.forEach((answer, key) => answer === unavailable && noted.add(key))
      soon()
    },
  }
}
