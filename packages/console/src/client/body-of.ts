import { ApiProblem } from './api-problem.ts'

/**
 * What an operation answered, which has to be of its type.
 *
 * @throws ApiProblem what is no answer of the API: of something in front of it, or broken off
 */
export async function bodyOf(
  response: Response,
  type: string,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const given = response.headers.get('content-type')?.split(';', 1)[0]
  if (given !== type) throw new ApiProblem(response.status, undefined)
  try {
    return await (type === 'application/json' ? response.json() : response.text())
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new ApiProblem(response.status, undefined)
  }
}
