import type { IRouter } from 'express'
import { coverage, coverageTable } from '../src/index.ts'

/** The report's lines without the sum. */
export function lines(app: IRouter): string[] {
  return coverageTable(coverage(app))
    .split('\n')
    .slice(0, -2)
    .map((line) => line.replaceAll(/ {2,}/g, ' | '))
}
