import { consoleApi } from './console-api.ts'
import { contextPattern } from './context-pattern.ts'
import { patternMatch } from './pattern-match.ts'
import { permissionKey } from './permission-key.ts'
import { policyImport } from './policy-import.ts'
import type { FuzzTarget } from './target.ts'

/** All targets, each with the number of cases that the test command tries. */
export const targets: readonly { readonly target: FuzzTarget; readonly cases: number }[] = [
  { target: permissionKey, cases: 2_000 },
  { target: contextPattern, cases: 15_000 },
  { target: patternMatch, cases: 2_000 },
  { target: policyImport, cases: 1_000 },
  { target: consoleApi, cases: 500 },
]
