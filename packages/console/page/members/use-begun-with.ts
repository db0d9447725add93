import { useState } from 'react'

/**
 * The version of what somebody began with: what they save relies on it, however long they take and whatever is asked
 * for anew meanwhile.
 *
 * @param version As it is now; `undefined` until it is there.
 */
export function useBegunWith<Version>(
  version: Version | undefined,
): readonly [begunWith: Version | undefined, takeUp: (version: Version | undefined) => void] {
  const [begunWith, setBegunWith] = useState(version)
  if (begunWith === undefined && version !== undefined) setBegunWith(version)
  return [begunWith, setBegunWith]
}
