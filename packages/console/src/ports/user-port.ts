/** A user as an application that keeps its users itself tells of one. */
export interface ListedUser {
  readonly id: string
  readonly email?: string
  readonly title?: string
  /** Default: what the store knows of it. */
  readonly suspended?: boolean
}

/** Which users are wanted. */
export interface ListedUserQuery {
  /** What the id, e-mail address or title begins with; text, never a pattern. Absent: all. */
  readonly search?: string
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 200. */
  readonly limit: number
}

/** The users of an application that keeps them itself. */
export interface UserPort {
  /** A page of users, in an order of its own that stays. */
  list(query: ListedUserQuery): Promise<{ readonly items: readonly ListedUser[]; readonly next?: string }>
  find(id: string): Promise<ListedUser | null>
}
