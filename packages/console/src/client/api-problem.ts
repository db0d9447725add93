import type { Problem } from './api.generated.ts'

/** What the API says no with. */
export class ApiProblem extends Error {
  readonly status: number
  /** One of Trilatch's codes; absent where something in front of the API answered. */
  readonly code: string | undefined
  /** The whole of it, where it is one. */
  readonly problem: Problem | undefined

  constructor(status: number, problem: Problem | undefined) {
    super(problem?.detail ?? `The server answered ${status}, with nothing that can be read`)
    this.name = 'ApiProblem'
    this.status = status
    this.code = problem?.code
    this.problem = problem
  }

  static async of(response: Response): Promise<ApiProblem> {
    const isProblem = response.headers.get('content-type') === 'application/problem+json'
    try {
      return new ApiProblem(response.status, isProblem ? ((await response.json()) as Problem) : undefined)
    } catch {
      return new ApiProblem(response.status, undefined)
    }
  }
}
