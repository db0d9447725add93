/** What a session carries of ours: who, and never what they may do. */
export interface SignedIn {
  readonly subject: string
  /** Of the subject's record when the session was begun; another one there means that the session has ended. */
  readonly epoch: string
  /** Milliseconds since 1970. */
  readonly signedInAt: number
  /** The id of the strategy they came by, which is asked where to sign out; absent where it is not known. */
  readonly strategy?: string
}

/** As much of an application's session as sign-in uses. */
export interface SessionPort {
  /** What sign-in has put there; `undefined` when nothing has been, or what is there is of another shape. */
  get(): SignedIn | undefined
  /** Begins a session of another id with this content and nothing else; the old id is dead. Resolves once it is kept. */
  regenerate(content: SignedIn): Promise<void>
  /** Ends the session: the old id is dead, and a new one, if any, is empty. */
  destroy(): Promise<void>
}
