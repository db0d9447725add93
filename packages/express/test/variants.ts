// The targets that every framework is tried with.
export * from '../../../test/enforcement/variants.ts'
