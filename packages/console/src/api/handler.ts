import type * as z from 'zod'
import type { Declaration } from '../contract/declaration.ts'
import type { OperationId, Operations } from '../contract/operations.ts'
import type { Call } from './call.ts'

/** Nothing of what is shown is changed on the way. */
export type Deep<T> = T extends readonly (infer Item)[]
  ? readonly Deep<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Deep<T[Key]> }
    : T

type Parsed<D, Key extends string> =
  D extends Readonly<Record<Key, z.ZodType>> ? Deep<z.infer<D[Key]>> : undefined

/** What was sent, checked. */
export interface Input<D extends Declaration> {
  readonly params: Parsed<D, 'params'>
  readonly query: Parsed<D, 'query'>
  readonly body: Parsed<D, 'body'>
  /** The version that the caller has seen; `null` for what did not exist. Empty where none is asked for. */
  readonly seen: string | null
  readonly call: Call
}

/** What an operation answers with. */
export interface Output<D extends Declaration> {
  readonly body: D['answer']['body'] extends z.ZodType
    ? Deep<z.infer<D['answer']['body']>> | AsyncIterable<Deep<z.infer<D['answer']['body']>>>
    : undefined
  /** For the `ETag`; `null` for what does not exist yet. */
  readonly version?: string | null
}

/** Does one operation, for a caller who may. */
export type Handler<D extends Declaration> = (input: Input<D>) => Promise<Output<D>>

/** One for each operation: without it the API does not compile. */
export type Handlers<Id extends OperationId = OperationId> = {
  readonly [One in Id]: Handler<Operations[One]>
}
