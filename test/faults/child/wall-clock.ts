const machine = Date.now
let ahead = 0

/** Lets the wall clock of this process jump, as an operator or a time server might. */
export function jump(ms: number): void {
  ahead += ms
  Date.now = () => machine() + ahead
}
