// Conformance vectors for readers of decision bundles: README.md beside this file describes them.
import { readFileSync } from 'node:fs'
import type { ReadableBundle } from './reader.ts'

export interface BundleQuestion {
  readonly permission: string
  readonly resource?: unknown
  readonly state: string
  readonly reason: string
}

export interface BundleVector {
  readonly bundle: ReadableBundle
  readonly questions: readonly BundleQuestion[]
}

export interface BundleVectorFile {
  readonly format: 'trilatch-bundle-vectors'
  readonly version: 1
  readonly vectors: readonly BundleVector[]
}

export const bundleVectorsPath: URL = new URL('vectors.json', import.meta.url)

export function writeBundleVectors(vectors: readonly BundleVector[]): string {
  const lines = vectors.map((vector) => JSON.stringify(vector)).join(',\n')
  return `{"format":"trilatch-bundle-vectors","version":1,"vectors":[\n${lines}\n]}\n`
}

export function readBundleVectors(): BundleVectorFile {
  return JSON.parse(readFileSync(bundleVectorsPath, 'utf8')) as BundleVectorFile
}
