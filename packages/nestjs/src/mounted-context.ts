import type { ExecutionContext, Type } from '@nestjs/common'

/** What a mounted handler is asked in, for the `subject` of the application: there is no controller. */
export class MountedContext implements ExecutionContext {
  readonly #args: readonly unknown[]

  constructor(...args: readonly unknown[]) {
    this.#args = args
  }

  getType<T extends string>(): T {
    return 'http' as T
  }
  getArgs<T extends unknown[]>(): T {
    return [...this.#args] as T
  }
  getArgByIndex<T>(index: number): T {
    return this.#args[index] as T
  }
  getClass<T>(): Type<T> {
    return MountedContext as unknown as Type<T>
  }
  getHandler(): () => void {
    return () => {}
  }
  switchToHttp(): ReturnType<ExecutionContext['switchToHttp']> {
    const at =
      <T>(index: number) =>
      (): T =>
        this.getArgByIndex<T>(index)
    return { getRequest: at(0), getResponse: at(1), getNext: at(2) } as ReturnType<
      ExecutionContext['switchToHttp']
    >
  }
  switchToRpc(): never {
    throw new TypeError('A mounted handler is reached by HTTP')
  }
  switchToWs(): never {
    throw new TypeError('A mounted handler is reached by HTTP')
  }
}
