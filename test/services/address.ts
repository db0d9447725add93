/** Where a server is reached: at itself, or at a proxy in front of it. */
export interface Address {
  readonly host: string
  readonly port: number
}
