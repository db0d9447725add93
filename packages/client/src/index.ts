export { carried } from './carried.ts'
export { createClient } from './create-client.ts'
export type { Client, ClientOptions } from './client.ts'
export type { ClientDecision } from './decision.ts'
export type {
  DecisionDocument,
  DecisionsDocument,
  PageDocument,
  PermissionDocument,
  PermissionsDocument,
  RefusalDocument,
} from './documents.ts'
export { gate } from './gate/gate.ts'
export type { CatalogueNames, PermissionName } from './names.ts'
