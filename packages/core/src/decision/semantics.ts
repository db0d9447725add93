/**
 * Which version of the rule decides here. It grows with every change that answers a question differently; processes
 * of different versions cannot share a store.
 */
export const semanticsVersion = 1
