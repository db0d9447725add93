export { ApiProblem } from './api-problem.ts'
export { createConsoleClient } from './create-client.ts'
export type { ConsoleAnswer, ConsoleClient, ConsoleClientOptions } from './create-client.ts'
export type * from './api.generated.ts'
