export * from '@trilatch/core'
export { problemDetails } from './problem-details.ts'
export { trilatch } from './trilatch.ts'
export type { AnyContext, Guard, KoaGuards, KoaMiddleware } from './trilatch.ts'
