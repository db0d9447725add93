/**
 * The one normal form in which e-mail addresses are compared: NFC, trimmed, ASCII letters in lower case.
 * Other letters are left alone: folding them differs between systems, and two addresses would become one.
 */
export function normalEmail(email: string): string {
  return email
    .normalize('NFC')
    .trim()
    .replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())
}
