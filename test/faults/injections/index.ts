import { failovers } from './failovers.ts'
import type { Injection } from './injection.ts'
import { links } from './links.ts'
import { restarts } from './restarts.ts'
import { stops } from './stops.ts'
import { tampering } from './tampering.ts'

/** Every way to do every fault. */
export const injections: readonly Injection[] = [
  ...restarts,
  ...stops,
  ...links,
  ...failovers,
  ...tampering,
].toSorted((a, b) => Number(a.fault.slice(1)) - Number(b.fault.slice(1)))

export const faultNames: readonly string[] = [...new Set(injections.map(({ fault }) => fault))]
