import { readDecision } from './decision.ts'
import type { ClientDecision } from './decision.ts'
import type { DecisionDocument } from './documents.ts'

/** Questions about named resources: asked together, and answered from what was answered. */
export interface Questions {
  /** The answer, or `undefined` until there is one; then it has been noted for the next request. */
  readonly find: (permission: string, resource: string) => ClientDecision | undefined
  /** Takes what the server has answered. */
  readonly take: (decisions: readonly DecisionDocument[]) => void
  /** Another version: every question is asked again, and answered as before until then. */
  readonly renew: () => void
  /** Sends what has been noted, and asks again what could not be answered. */
  readonly flush: () => void
}

/** Questions of one request: the server refuses more. */
const most = 100
/** Names that a page may ask about between two changes of anybody's rights; others stay unanswered. */
const limit = 50_000

/** A question as it is sent. */
const questionOf = ({ permission, resource }: Pick<DecisionDocument, 'permission' | 'resource'>): string =>
  JSON.stringify({ permission, resource })

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

  const take: Questions['take'] = (decisions) =>
    decisions.forEach((one) => answers.set(questionOf(one), readDecision(one, one.granted)))

  function renew(): void {
    earlier = new Map([...earlier, ...answers])
    answers = new Map()
    noted.clear()
  }

  async function work(): Promise<void> {
    if (busy) return
    busy = true
    while (noted.size > 0 && live()) {
      const batch = [...noted].slice(0, most)
      const before = answers
      await send(batch)
        .then((decisions) => before === answers && take(decisions))
        .catch(() => {})
      // What was asked at another version has been noted again, where anybody still wants to know.
      if (before !== answers) continue
      for (const key of batch) {
        noted.delete(key)
        // Or it would be asked for again at once.
        if (!answers.has(key)) answers.set(key, unavailable)
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
      const key = questionOf({ permission, resource })
      const answer = answers.get(key)
      if (answer !== undefined) return answer
      if (answers.size + noted.size >= limit) return unavailable
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
