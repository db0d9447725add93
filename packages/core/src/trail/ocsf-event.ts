import type { AuditEntry } from './audit-entry.ts'
import { ocsfActivities, ocsfClasses } from './ocsf-activities.ts'
import type { OcsfActivity, OcsfClass } from './ocsf-activities.ts'

/** Version of the Open Cybersecurity Schema Framework that events are written in. */
const ocsfVersion = '1.8.0'
const identityAndAccess = 3
const other: OcsfActivity = ['entity', 99, 'Other']

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Ids of roles in what an entry about somebody's roles says. */
function rolesIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(rolesIn)
  return isObject(value) && typeof value['role'] === 'string' ? [value['role']] : []
}

/** What the activity was done to, as each class calls it. */
function objectOf(of: OcsfClass, { action, target, before, after }: AuditEntry): object {
  switch (of) {
    case 'account':
      return { user: { uid: target } }
    case 'authentication':
      return { user: { uid: target }, service: { name: 'Trilatch' } }
    case 'access':
      return { user: { uid: target }, privileges: [...new Set([...rolesIn(before), ...rolesIn(after)])] }
    case 'group':
      return { group: { uid: target, type: 'role' } }
    case 'entity':
      return { entity: { uid: target, type: action.replace(/\..*/s, '') } }
  }
}

/** An entry of the trail as an event of OCSF 1.8; docs/audit.md has the table. What OCSF has no place for is in `unmapped`. */
export function ocsfEvent(entry: AuditEntry): object {
  const { sequence, tag, at, actor, action, target, outcome, before, after, refusal, ...chained } = entry
  const known = Object.hasOwn(ocsfActivities, action) ? ocsfActivities[action] : undefined
  const [of, activity, name] = known ?? other
  const [classId, className] = ocsfClasses[of]
  const isDone = outcome === 'done'
  return {
    category_uid: identityAndAccess,
    category_name: 'Identity & Access Management',
    class_uid: classId,
    class_name: className,
    activity_id: activity,
    activity_name: activity === 99 ? action : name,
    type_uid: classId * 100 + activity,
    type_name: `${className}: ${name}`,
    time: Date.parse(at) || 0,
    severity_id: isDone ? 1 : 3,
    severity: isDone ? 'Informational' : 'Medium',
    status_id: isDone ? 1 : 2,
    status: isDone ? 'Success' : 'Failure',
    ...(refusal === undefined ? {} : { status_code: refusal.code, status_detail: refusal.detail }),
    message: `${action} of ${target} by ${actor}: ${outcome}`,
    actor: { user: { uid: actor } },
    ...objectOf(of, entry),
    metadata: {
      version: ocsfVersion,
      uid: tag,
      sequence,
      log_name: 'audit',
      product: { name: 'Trilatch', vendor_name: 'Trilatch' },
    },
    unmapped: { action, before, after, ...chained },
  }
}
