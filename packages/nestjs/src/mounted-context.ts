import type { ExecutionContext } from '@nestjs/common'

/** Stands for the controller and the method that a mounted handler does not have. */
function MountedHandler(): void {}

function elsewhere(): never {
  throw new TypeError('A mounted handler is reached by HTTP')
}

/** What a mounted handler is asked in, for the `subject` of the application. */
export function mountedContext(request: object, response: object): ExecutionContext {
  const args = [request, response]
  const context = {
    getType: () => 'http',
    getArgs: () => [...args],
    getArgByIndex: (index: number) => args[index],
    getClass: () => MountedHandler,
    getHandler: () => MountedHandler,
    switchToHttp: () => ({
      getRequest: () => request,
      getResponse: () => response,
      getNext: () => undefined,
    }),
    switchToRpc: elsewhere,
    switchToWs: elsewhere,
  }
  return context as unknown as ExecutionContext
}
