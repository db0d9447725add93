import { useState } from 'react'
import { inOtherWords, isConflict } from '../api/problem.ts'

export interface Sending {
  readonly isBusy: boolean
  /** What the last attempt was refused with. */
  readonly problem: unknown
  readonly send: (writing: Promise<unknown>) => Promise<void>
}

export interface SendingOptions {
  /** After it has been written. */
  readonly onDone: () => unknown
  /** What is said instead where somebody else was faster. */
  readonly conflict?: string | undefined
  /** Somebody else was faster: what was relied on has to be asked for anew. */
  readonly onConflict?: (() => unknown) | undefined
}

/** Writes what a dialog holds: busy meanwhile, and what is wrong stays with it. */
export function useSending({ onDone, conflict, onConflict }: SendingOptions): Sending {
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(undefined)
  const send = async (writing: Promise<unknown>): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await writing
      await onDone()
    } catch (error) {
      const isOvertaken = isConflict(error)
      setProblem(isOvertaken && conflict !== undefined ? inOtherWords(error, conflict) : error)
      if (isOvertaken) await onConflict?.()
      setBusy(false)
    }
  }
  return { isBusy, problem, send }
}
