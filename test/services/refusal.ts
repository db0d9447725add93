import type { SystemPackageName } from './system-packages.ts'

const variable = (name: SystemPackageName): string => `TRILATCH_WITHOUT_${name.toUpperCase()}`

/** Notes why a program cannot be used in this run, for this process and those it starts later. */
export function refuse(name: SystemPackageName, message: string): void {
  process.env[variable(name)] = message
}

/** @throws Error with what was noted by {@link refuse}, if anything was. */
export function throwIfRefused(name: SystemPackageName): void {
  const message = process.env[variable(name)]
  if (message !== undefined) throw new Error(message)
}
