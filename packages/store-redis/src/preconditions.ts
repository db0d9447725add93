import type { Precondition } from '@trilatch/core'
import type { Keys } from './keys.ts'
import type { Place, PlannedWrite } from './planned-write.ts'

/** Where the version is kept that a precondition names, and whether it is all of the value. */
function placeOf(keys: Keys, { kind, id }: Precondition): readonly [Place, 'tag' | 'whole'] {
  switch (kind) {
    case 'policy':
      return [{ key: keys.policy, field: 'version' }, 'whole']
    case 'mappings':
      return [{ key: keys.policy, field: 'mappings' }, 'tag']
    case 'role':
      return [{ key: keys.roles, field: id }, 'tag']
    case 'members':
      return [{ key: keys.memberTags, field: id }, 'whole']
    case 'subject':
      return [{ key: keys.subject(id) }, 'tag']
    case 'user':
      return [{ key: keys.user(id) }, 'tag']
    case 'entry':
      return [{ key: keys.entry(id) }, 'tag']
  }
}

/** Has the script check all that a caller relies on. */
export function expectAll(write: PlannedWrite, keys: Keys, expected: readonly Precondition[]): void {
  for (const precondition of expected) {
    const [place, part] = placeOf(keys, precondition)
    // A role that nobody was ever given has the list it began with.
    const never = precondition.kind === 'members' && precondition.version === 'empty'
    write.expects(place, never ? null : precondition.version, part)
  }
}
