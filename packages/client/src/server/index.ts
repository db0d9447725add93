export { clientFiles } from './client-files.ts'
export type { ClientFiles } from './client-files.ts'
export { pageBlock } from './page-block.ts'
export type { PageBlock } from './page-block.ts'
