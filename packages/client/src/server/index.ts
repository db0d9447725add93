export { clientFiles } from './client-files.ts'
export type { ClientFiles } from './client-files.ts'
export { pageBlock } from './page-block.ts'
export type { MeHandler, PageBlockOptions } from './page-block.ts'
