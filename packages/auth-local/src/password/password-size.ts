/** The most bytes of a password that are ever looked at. */
export const maxPasswordBytes = 1_024

/** Whether a text is too long to be anybody's password, or is none that could be hashed as it is. */
export function isNoPassword(text: string): boolean {
  // Characters that cannot be written as bytes would be replaced, and two passwords become one.
  return Buffer.byteLength(text) > maxPasswordBytes || !text.isWellFormed()
}
