// The same targets that the Express adapter is tried with.
export * from '../../express/test/variants.ts'
