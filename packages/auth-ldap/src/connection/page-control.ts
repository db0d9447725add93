import { BerWriter, Control } from 'ldapts'

/**
 * Asks for a page (RFC 2696). The library's own stops at a page without entries, behind which there can be more; this one
 * is given the cookie that the connection saw.
 */
export class PageControl extends Control {
  readonly #size: number
  readonly #cookie: Buffer

  constructor(size: number, cookie: Buffer) {
    super('1.2.840.113556.1.4.319', { critical: true })
    this.#size = size
    this.#cookie = cookie
  }

  protected override writeControl(writer: BerWriter): void {
    const value = new BerWriter()
    value.startSequence()
    value.writeInt(this.#size)
    value.writeBuffer(this.#cookie, 0x04)
    value.endSequence()
    writer.writeBuffer(value.buffer, 0x04)
  }
}
