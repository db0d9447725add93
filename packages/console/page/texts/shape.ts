import type { en } from './en/en.ts'

type Shape<Of> = {
  readonly [Key in keyof Of]: Of[Key] extends (...given: infer Given) => string
    ? (...given: Given) => string
    : Of[Key] extends string
      ? string
      : Shape<Of[Key]>
}

/** Every text of the page: what one language has, all have. */
export type Texts = Shape<typeof en>
