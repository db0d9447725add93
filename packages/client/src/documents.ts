/** The text and the code of a refusal. */
export interface RefusalDocument {
  readonly message: string
  readonly code: string
}

/** One permission in the answer of `GET …/me/permissions`, as far as it is read here. */
export interface PermissionDocument {
  readonly permission: string
  /** The answer without a resource, "for every name". */
  readonly state: 'granted' | 'forbidden' | 'unspecified'
  /** Whether it may be granted for some resource. */
  readonly some: boolean
  readonly reason: string
  /** What a guard would say; where it is not granted. */
  readonly message?: string | undefined
  readonly code?: string | undefined
  /** What `requireSome` would say, where that differs. */
  readonly someMessage?: string
}

/** What `GET …/me/permissions` answers. */
export interface PermissionsDocument {
  /** Changes whenever any answer may; also the ETag. */
  readonly version: string
  readonly permissions: readonly PermissionDocument[]
  /** What is said of a permission that is not listed. */
  readonly otherwise?: RefusalDocument
}

/** One answer of `POST …/me/decisions`. */
export interface DecisionDocument {
  readonly permission: string
  readonly resource?: string
  readonly granted: boolean
  readonly reason: string
  readonly message?: string | undefined
  readonly code?: string | undefined
}

/** What `POST …/me/decisions` answers, in the order asked. */
export interface DecisionsDocument {
  readonly version: string
  readonly decisions: readonly DecisionDocument[]
}

/** What a page that was rendered on the server carries, so that nothing has to be asked first. */
export interface PageDocument {
  readonly permissions: PermissionsDocument
  /** About the resources that the page shows. */
  readonly decisions?: readonly DecisionDocument[]
}
