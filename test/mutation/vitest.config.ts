import { matchesGlob, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'
import { leftOut, mutatedRooms } from './rooms.ts'
import type { MutatedRoomName } from './rooms.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { quick, thorough } = mutatedRooms[process.env['TRILATCH_ROOM'] as MutatedRoomName]
const isQuick = process.env['TRILATCH_PASS'] === 'quick'
const tests: readonly string[] = isQuick ? quick : [...quick, ...thorough]

/** Runs test files in the order in which the room names them. */
class RoomOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number =>
      tests.findIndex((glob) => matchesGlob(relative(root, moduleId), glob))
    return files.toSorted((a, b) => place(a) - place(b))
  }
}

export default defineConfig({
  // Stryker works in a copy of the project; what tests import by name has to be the copy's too.
  resolve: {
    conditions: ['@trilatch/source', 'module', 'node', 'development|production'],
    alias: [{ find: /^@trilatch\/core$/, replacement: `${root}packages/core/src/index.ts` }],
  },
  test: {
    root,
    include: tests.map((glob) => (glob.endsWith('/*') ? `${glob}.test.ts` : glob)),
    exclude: leftOut,
    // Without isolation a run takes a tenth of the time; the tests of these rooms share nothing.
    isolate: false,
    testTimeout: 60_000,
    setupFiles: ['test/mutation/setup.ts'],
    // Lists of thousands are compared; that they differ is enough.
    diff: { truncateThreshold: 20 },
    sequence: { sequencer: RoomOrder },
    // A seed that stays, and few cases: every mutant meets the first, and every survivor all of them.
    env: { TRILATCH_CASES: isQuick ? '40' : '400', TRILATCH_SEED: '1' },
  },
})
