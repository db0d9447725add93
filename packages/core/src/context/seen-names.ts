/** How many fingerprints are kept. A power of two: the last bits of a fingerprint say where it is kept. */
const slots = 65_536

/** A number for a name, which others may share (FNV-1a over its code units). */
function fingerprint(name: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  return hash
}

/**
 * Which names were seen lately, roughly, in a fixed quarter of a megabyte: of each name only a fingerprint is kept,
 * until another takes its slot. So a name may count as new that is not, or as seen because another has its
 * fingerprint. Nothing may rest on it but whether a name is worth remembering; no answer does.
 */
export class SeenNames {
  /** Made when the first name comes: most policies of a test suite are never asked about one. */
  #fingerprints: Int32Array | undefined

  /** Whether the name was seen before; from now on it has been. */
  sees(name: string): boolean {
    const fingerprints = (this.#fingerprints ??= new Int32Array(slots))
    const print = fingerprint(name)
    const slot = print & (slots - 1)
    if (fingerprints[slot] === print) return true
    fingerprints[slot] = print
    return false
  }
}
