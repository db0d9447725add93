import * as z from 'zod'

/** What the OpenAPI document says of a schema beside its structure. */
export interface SchemaNote {
  /** Its name among the document's components. */
  readonly id?: string
  readonly description?: string
}

/** Notes about schemas, in a registry of our own: the application's zod keeps its own. */
export const notes: z.core.$ZodRegistry<SchemaNote> = z.registry<SchemaNote>()

/** Gives a schema its name among the components of the document. */
export function named<S extends z.ZodType>(id: string, schema: S, description?: string): S {
  notes.add(schema, description === undefined ? { id } : { id, description })
  return schema
}

/** Gives a schema a sentence in the document. */
export function noted<S extends z.ZodType>(schema: S, description: string): S {
  notes.add(schema, { description })
  return schema
}
