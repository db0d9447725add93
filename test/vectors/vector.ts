// The shape of a conformance vector, and how the file is read and written. README.md beside it describes both.
import { readFileSync } from 'node:fs'
import type { Resource } from '../specification/arbitraries.ts'
import { decide } from '../specification/specification.ts'
import type { Answer, World } from '../specification/specification.ts'

/** One case: a world of the specification, one question, and the answer. */
export interface Vector extends World {
  readonly title?: string
  readonly question: { readonly permission: string; readonly resource?: unknown }
  readonly expected: Answer
}

/** The whole file. */
export interface VectorFile {
  readonly format: 'trilatch-vectors'
  readonly version: 1
  readonly vectors: readonly Vector[]
}

export const vectorsPath: URL = new URL('vectors.json', import.meta.url)

/** What `decide` takes behind the permission: nothing, or the resource. */
export function resourceOf({ question }: Vector): Resource {
  return 'resource' in question ? [question.resource] : []
}

/** A world and a question with the specification's answer. */
export function toVector(world: World, permission: string, resource: Resource, title?: string): Vector {
  const { nodes, roles, subject, switchedOff } = world
  return {
    ...(title !== undefined && { title }),
    nodes,
    roles,
    subject,
    ...(switchedOff && { switchedOff }),
    question: { permission, ...(resource.length > 0 && { resource: resource[0] }) },
    expected: decide(world, permission, ...resource),
  }
}

/** Whether every JSON reader gives back what was written: no `undefined`, no dates, no lone surrogates. */
export function isPortable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value === 'number') return Number.isFinite(value)
  if (value === null || typeof value === 'boolean') return true
  if (typeof value !== 'object') return false
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return false
  return Object.values(value).every(isPortable)
}

/** The file's text: one vector a line. */
export function writeVectors(vectors: readonly Vector[]): string {
  const lines = vectors.map((vector) => JSON.stringify(vector)).join(',\n')
  return `{"format":"trilatch-vectors","version":1,"vectors":[\n${lines}\n]}\n`
}

export function readVectors(): VectorFile {
  return JSON.parse(readFileSync(vectorsPath, 'utf8')) as VectorFile
}
