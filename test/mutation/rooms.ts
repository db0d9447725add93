/** A room whose sources are mutated, and the tests that have to notice. */
export interface MutatedRoom {
  /** Globs of sources, from the root of the repository; no commas, which separate them for StrykerJS. */
  readonly mutate: readonly string[]
  /** Globs of the test files that meet every mutant first: quick ones, which notice most. */
  readonly quick: readonly string[]
  /** Globs of the test files that meet what those did not notice. */
  readonly thorough: readonly string[]
}

const core = 'packages/core/src'
const tests = 'packages/core/test'
const vectors = 'test/vectors/vectors.test.ts'
const files = (room: string, ...names: readonly string[]): string[] =>
  names.map((name) => `${core}/${room}/${name}.ts`)

/** What `pnpm test:mutation` mutates, room by room. */
export const mutatedRooms = {
  decision: {
    mutate: [`${core}/decision/**`, `!${core}/decision/*bundle*.ts`, `${core}/compare-text.ts`],
    quick: [
      `${tests}/decision/{order-of-rules,explain-text,programs,can-some,holdings,contexts-of,index-of-contexts}.test.ts`,
      `${tests}/decision/{worked-examples,stored-faults,stored-faults-closed,lists-asked-again}.test.ts`,
      `${tests}/compare-text.test.ts`,
      `${tests}/authorizer/{access-reasons,subject,undefined-scope}.test.ts`,
    ],
    thorough: [
      `${tests}/authorizer/*`,
      `${tests}/enforcement/*`,
      vectors,
      'test/differential/differential.test.ts',
      `${tests}/decision/*`,
      'test/differential/sequence.test.ts',
    ],
  },
  bundles: {
    mutate: files('decision', 'bundle-sample', 'bundle-schema', 'make-bundle', 'open-bundle'),
    quick: [`${tests}/decision/{bundles,bundle-schema}.test.ts`, `${tests}/authorizer/bad-bundles.test.ts`],
    thorough: ['test/bundles/*', `${tests}/authorizer/on-demand*.test.ts`],
  },
  context: {
    mutate: files('context', 'context', 'dialect', 'overlap', 'proper-name', 'scan-context'),
    quick: [`${tests}/context/{scan-context,context,shape}.test.ts`],
    thorough: [
      `${tests}/context/*`,
      `${tests}/decision/{stored-faults,index-of-contexts,evaluate-contexts}.test.ts`,
    ],
  },
  'context-index': {
    mutate: files('context', 'context-index', 'name-table', 'seen-names', '*-tree'),
    quick: [
      `${tests}/context/{context-index,name-table}.test.ts`,
      `${tests}/decision/{order-of-rules,programs,index-of-contexts,worked-examples}.test.ts`,
    ],
    thorough: [`${tests}/decision/{evaluate-contexts,names-seen-once}.test.ts`, vectors],
  },
  manage: {
    mutate: [`${core}/manage/**`],
    quick: [
      `${tests}/manage/{planned-changes,refused-writes,improper-writes,pages,refusing-stores,left-behind}.test.ts`,
      `${tests}/manage/{first-administrator,account-*,asked,audit-*,checked-*,refused-spans,held-roles}.test.ts`,
      `${tests}/manage/{import-*,preview,group-*,recording-groups,additive-rows,role-groups}.test.ts`,
      `${tests}/manage/{mapped-administrators,remaining-administrator,foreign-rules}.test.ts`,
      'test/contracts/*',
    ],
    thorough: [
      `${tests}/manage/*`,
      `${tests}/authorizer/{events,new-user-roles,switch,closed,groups,lapse,epoch}.test.ts`,
      `${tests}/mapping/*`,
      `${tests}/giving/{accounts-as,manage-as,large-imports}.test.ts`,
    ],
  },
  giving: {
    mutate: [`${core}/giving/**`],
    quick: [
      `${tests}/giving/{characters,pattern-places,machines,closure-of,judged-write,not-held,gone-permissions}.test.ts`,
      `${tests}/giving/{proof-costs,gain-costs,rights-told,judge-in-steps,judging-costs}.test.ts`,
    ],
    thorough: [`${tests}/giving/*`, `${tests}/manage/*`],
  },
  trail: {
    mutate: [`${core}/trail/**`],
    quick: [`${tests}/trail/*`, `${tests}/manage/{audit,refused-attempts}.test.ts`],
    thorough: ['test/contracts/*', `${tests}/manage/*`],
  },
  store: {
    mutate: [`${core}/store/**`],
    quick: [`${tests}/store/*`, 'test/contracts/*'],
    thorough: [`${tests}/authorizer/{odd-views,availability,closed,switch}.test.ts`, `${tests}/manage/*`],
  },
  policy: {
    mutate: files('policy', 'check-policy'),
    quick: [`${tests}/policy/{check-policy,check-policy-roles,check-policy-identity}.test.ts`],
    thorough: [
      `${tests}/policy/*`,
      `${tests}/authorizer/{create-authorizer,new-user-roles}.test.ts`,
      `${tests}/manage/*`,
    ],
  },
} as const satisfies Record<string, MutatedRoom>

export type MutatedRoomName = keyof typeof mutatedRooms

/**
 * Tests that judge no mutant: those that measure time or memory would fail because StrykerJS's own counting is
 * slow, one replaces a module, which needs an isolation that would make each run slow, and one reads huge documents.
 */
export const leftOut = [
  `${tests}/context/context-time.test.ts`,
  `${tests}/authorizer/versions-forgotten.test.ts`,
  `${tests}/authorizer/snapshots.test.ts`,
  `${tests}/policy/read-policy-hostile.test.ts`,
]
