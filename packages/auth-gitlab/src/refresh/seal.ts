import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

const keyOf = (secret: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, '', 'trilatch refresh token', 32))

/** Seals texts so that only who has a secret can read or make them: AES-256-GCM. */
export class Seal {
  readonly #keys: readonly Buffer[]

  /** @param secrets The first one seals; all of them open. */
  constructor(secrets: readonly string[]) {
    this.#keys = secrets.map(keyOf)
  }

  /** @param place What is sealed for one place opens in no other. */
  close(text: string, place: string): string {
    const [key] = this.#keys as [Buffer]
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place))
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
  }

  /** `undefined` for what none of the secrets has sealed for this place. */
  open(sealed: unknown, place: string): string | undefined {
    if (typeof sealed !== 'string') return undefined
    const bytes = Buffer.from(sealed, 'base64url')
    if (bytes.length < 28) return undefined
    for (const key of this.#keys) {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 })
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(12, 28))
      try {
        return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
      } catch {
        // Sealed with another secret, or not by us.
      }
    }
    return undefined
  }
}
