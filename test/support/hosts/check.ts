// Before each file of `pnpm test:hosts`: the host has to be what the project is called after.
import { runInThisContext } from 'node:vm'

/** Whether a text can become code; `runInThisContext` itself is not what the flag forbids, `eval` is. */
function makesCode(): boolean {
  try {
    return runInThisContext('eval("true")') as boolean
  } catch {
    return false
  }
}

const is: Readonly<Record<string, () => boolean>> = {
  'no code from text': () => !makesCode(),
  frozen: () => Object.isFrozen(Object.prototype),
  polluted: () => 'granted' in {},
}
const host = process.env['TRILATCH_TEST_HOST'] ?? ''
if (is[host]?.() !== true) throw new Error(`This host is not ${JSON.stringify(host)}`)
