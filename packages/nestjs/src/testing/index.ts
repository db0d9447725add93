export * from '@trilatch/core/testing'
export { overrideTrilatch } from './override-trilatch.ts'
