/** The token of an application's gate. */
export const gateToken: unique symbol = Symbol.for('trilatch.nestjs.gate') as never
