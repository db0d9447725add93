export { ApiProblem } from './api-problem.ts'
export { createConsoleClient } from './create-client.ts'
export type {
  ConsoleAnswer,
  ConsoleClient,
  ConsoleClientOptions,
  ConsoleList,
  ListId,
} from './create-client.ts'
export type * from './api.generated.ts'
