import { definePermissions } from '@trilatch/core'
import type { Role } from '@trilatch/core'

const areas = 25
const parts = 10
const names = Array.from({ length: areas }, (_, area) =>
  Array.from({ length: parts }, (_, part) =>
    Array.from({ length: 19 }, (_, leaf): [string, string] => [
      `area${area}.part${part}.act${leaf}`,
      `Act ${leaf} of Part ${part} in Area ${area}`,
    ]),
  ),
).flat(2)

/** 5,000 permissions, with what stands above them and those of Trilatch. */
export const manyPermissions = definePermissions(Object.fromEntries(names))

/** 200 roles with 100 rules each. */
export const manyRoles: readonly Role[] = Array.from({ length: 200 }, (_, at) => ({
  id: `role-${at}`,
  title: `Role ${at}`,
  rules: Array.from({ length: 100 }, (_, rule) => ({
    permission: names[(at * 37 + rule * 41) % names.length]?.[0] ?? '',
    state: rule % 3 === 0 ? 'forbidden' : 'granted',
    ...(rule % 5 === 0 ? { context: `team${rule}.*` } : {}),
  })),
}))
