import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with the plain line `N passed, N failed, N skipped`. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    let broken = unhandledErrors.length
    for (const module of modules) {
      if (module.errors().length > 0) broken++
      for (const test of module.children.allTests()) count[test.result().state]++
    }
    const { passed, failed, skipped, pending } = count
    process.stdout.write(`${passed} passed, ${failed + broken} failed, ${skipped + pending} skipped\n`)
  }
}
