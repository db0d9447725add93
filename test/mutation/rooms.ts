/** A room whose sources are mutated, and the tests that have to notice. */
export interface MutatedRoom {
  /** Globs of sources, from the root of the repository; no commas, which separate them for StrykerJS. */
  readonly mutate: readonly string[]
  /** Globs of test files, in the order in which they run: the first failure ends a run, so the quickest come first. */
  readonly tests: readonly string[]
}

const core = 'packages/core/src'
const tests = 'packages/core/test'
const vectors = 'test/vectors/vectors.test.ts'

/** What `pnpm test:mutation` mutates, room by room. */
export const mutatedRooms = {
  decision: {
    mutate: [`${core}/decision/**`, `${core}/compare-text.ts`],
    tests: [
      `${tests}/decision/{order-of-rules,explain-text,programs,holdings,contexts-of,index-of-contexts}.test.ts`,
      `${tests}/decision/{worked-examples,stored-faults,stored-faults-closed,stored-inheritance}.test.ts`,
      `${tests}/compare-text.test.ts`,
      `${tests}/authorizer/*`,
      `${tests}/enforcement/*`,
      vectors,
      `${tests}/decision/{evaluate,evaluate-rules,remembered-lists}.test.ts`,
      'test/differential/differential.test.ts',
      `${tests}/decision/*`,
      'test/differential/sequence.test.ts',
    ],
  },
  context: {
    mutate: ['context', 'dialect', 'overlap', 'proper-name', 'scan-context'].map(
      (name) => `${core}/context/${name}.ts`,
    ),
    tests: [`${tests}/context/{scan-context,context,specificity,escape-context,overlap,proper-name}.test.ts`],
  },
  'context-index': {
    mutate: ['context-index', 'name-table', '*-tree', 'end-index'].map(
      (name) => `${core}/context/${name}.ts`,
    ),
    tests: [
      `${tests}/decision/{order-of-rules,programs,index-of-contexts,worked-examples}.test.ts`,
      `${tests}/decision/{evaluate-contexts,reentrant-lists}.test.ts`,
    ],
  },
  manage: {
    mutate: [`${core}/manage/**`],
    tests: [
      `${tests}/manage/{planned-changes,refused-writes,improper-writes,pages,refusing-stores,left-behind}.test.ts`,
      `${tests}/manage/{roles,rules,members,users,mappings,audit,last-administrator}.test.ts`,
      `${tests}/authorizer/{events,new-user-roles,switch,closed}.test.ts`,
      `${tests}/manage/*`,
    ],
  },
  store: {
    mutate: ['email', 'guarded-store', 'memory-state', 'memory-store'].map(
      (name) => `${core}/store/${name}.ts`,
    ),
    tests: [
      'test/contracts/*.test.ts',
      `${tests}/store/*`,
      `${tests}/authorizer/{odd-views,availability,closed,switch}.test.ts`,
      `${tests}/manage/{refusing-stores,last-administrator,administrator-scoped,users,members,audit}.test.ts`,
      `${tests}/manage/*`,
    ],
  },
  policy: {
    mutate: [`${core}/policy/check-policy.ts`],
    tests: [
      `${tests}/policy/*`,
      `${tests}/authorizer/{create-authorizer,new-user-roles}.test.ts`,
      `${tests}/manage/*`,
    ],
  },
} as const satisfies Record<string, MutatedRoom>

export type MutatedRoomName = keyof typeof mutatedRooms

/**
 * Tests that judge no mutant: those that measure time or memory would fail because Stryker's own counting is
 * slow, and one replaces a module, which needs an isolation that would make each run slow.
 */
export const leftOut = [
  `${tests}/context/context-time.test.ts`,
  `${tests}/authorizer/versions-forgotten.test.ts`,
  `${tests}/authorizer/snapshots.test.ts`,
  `${tests}/policy/read-policy-hostile.test.ts`,
]
