import { didYouMean, own, TrilatchError, unknownKey } from '@trilatch/core'
import { FilterTemplate } from './filter-template.ts'

/** @throws TrilatchError `TRILATCH_OPTION_INVALID` */
export function refuse(why: string): never {
  throw new TrilatchError('TRILATCH_OPTION_INVALID', `Cannot use the directory: ${why}`)
}

/** An object of options, without any that there is not. */
export function checkNames(where: string, given: unknown, names: readonly string[]): void {
  if (typeof given !== 'object' || given === null) refuse(`${where} must be an object.`)
  const stray = unknownKey(given, names)
  if (stray !== undefined) refuse(`unknown option \`${where}.${stray}\`.${didYouMean(stray, names)}`)
}

/** A text of an option, or what stands in its place. */
export function text<T extends object>(
  options: T,
  name: keyof T & string,
  where: string,
): string | undefined {
  const value: unknown = own(options, name)
  if (value === undefined) return undefined
  if (typeof value !== 'string' || value.trim() === '' || value.includes('\0'))
    return refuse(`\`${where}${name}\` must be a text that is not empty.`)
  return value
}

/** A whole number within bounds. */
export function whole<T extends object>(
  options: T,
  name: keyof T & string,
  where: string,
  [otherwise, least, most]: readonly [number, number, number],
): number {
  const value: unknown = own(options, name) ?? otherwise
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
  return refuse(`\`${where}${name}\` must be a whole number from ${least} to ${most}.`)
}

/** One of some words. */
export function oneOf<const W extends string>(
  value: unknown,
  words: readonly W[],
  otherwise: W,
  name: string,
): W {
  if (value === undefined) return otherwise
  if ((words as readonly unknown[]).includes(value)) return value as W
  return refuse(`\`${name}\` must be ${words.map((word) => `'${word}'`).join(', ')}.`)
}

/** Yes or no. */
export function flag(value: unknown, otherwise: boolean, name: string): boolean {
  if (value === undefined) return otherwise
  return typeof value === 'boolean' ? value : refuse(`\`${name}\` must be true or false.`)
}

/** A filter with places to fill. */
export function template(value: string, names: readonly string[], name: string): FilterTemplate {
  try {
    return new FilterTemplate(value, names)
  } catch (error) {
    return refuse(`\`${name}\` is no filter: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

/** The name of an attribute. */
export function attribute(value: unknown, otherwise: string, name: string): string {
  if (value === undefined) return otherwise
  if (typeof value === 'string' && /^[A-Za-z][A-Za-z0-9-]{0,63}$/.test(value)) return value
  return refuse(`\`${name}\` must be the name of an attribute.`)
}
