/** A status, as `TYPE` and `SET` give it. */
export class Status {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Reply = string | number | null | Status | readonly Reply[]
