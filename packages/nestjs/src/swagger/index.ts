export { documentPermissions } from './document-permissions.ts'
export type { DocumentedRequirement } from './document-permissions.ts'
