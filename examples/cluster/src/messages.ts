/** Asks a process to say when somebody may no longer run reports. */
export interface ToWorker {
  readonly watch: string
  readonly round: number
}

export type FromWorker =
  | { readonly kind: 'watching'; readonly round: number }
  /** `at`: when, by the clock that all processes of a machine share. */
  | { readonly kind: 'obeyed'; readonly round: number; readonly at: number }
