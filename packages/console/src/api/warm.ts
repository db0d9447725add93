import type * as z from 'zod'

/** What a schema is made of. */
interface Inner {
  readonly shape?: Readonly<Record<string, z.ZodType>>
  readonly element?: z.ZodType
  readonly innerType?: z.ZodType
  readonly valueType?: z.ZodType
  readonly options?: readonly z.ZodType[]
}

/**
 * Has the validator work out all that it needs of a schema. It would do so when the schema is first used, from objects
 * that have prototypes, and a host may have been polluted by then.
 */
export function warm(schema: z.ZodType | undefined, done: Set<z.ZodType> = new Set()): void {
  if (schema === undefined || done.has(schema)) return
  done.add(schema)
  const { shape = {}, element, innerType, valueType, options = [] } = schema.def as Inner
  for (const inner of [...Object.values(shape), element, innerType, valueType, ...options]) warm(inner, done)
  for (const sample of [{}, [], '']) schema.safeParse(sample, { jitless: true })
}
