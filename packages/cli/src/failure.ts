/** How a command ended: 0 yes or done, 1 no or not done, 2 it could not be asked, 3 `store status` found no store or an alarm. */
export type ExitStatus = 0 | 1 | 2 | 3

/** A command that ends with a message for the person in front of it, and with nothing else. */
export class Failure extends Error {
  readonly status: ExitStatus
  /** What programs can tell it by: a code of Trilatch's errors, or a word of the command's own. */
  readonly code: string

  constructor(
    message: string,
    options: { readonly status: ExitStatus; readonly code: string; readonly cause?: unknown },
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : {})
    this.name = 'Failure'
    this.status = options.status
    this.code = options.code
  }
}

/** Something is wrong with how the command was called or configured. */
export function misuse(message: string, code = 'usage'): Failure {
  return new Failure(message, { status: 2, code })
}
