/** What Argon2 was told to spend. */
export interface Argon2Cost {
  /** In KiB. */
  readonly memoryCost: number
  /** Passes over the memory. */
  readonly timeCost: number
  /** Threads. */
  readonly parallelism: number
}

/** A hash as it is stored, taken apart and found to be affordable. */
export type StoredHash =
  | { readonly scheme: 'argon2'; readonly text: string; readonly variant: string; readonly cost: Argon2Cost }
  | { readonly scheme: 'bcrypt'; readonly text: string }
  | {
      readonly scheme: 'scrypt'
      readonly N: number
      readonly r: number
      readonly p: number
      readonly salt: Buffer
      readonly hash: Buffer
    }

const argon2Form =
  /^\$argon2(id|i|d)\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,86}$/
const bcryptForm = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/
const scryptForm =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})={0,2}\$([A-Za-z0-9+/]{22,86})={0,2}$/

/** The most that one Argon2 hash may cost: 128 MiB at once, and 1 GiB passed over in all. */
const maxMemoryCost = 131_072
const maxPassed = 1_048_576

const within = (value: number, least: number, most: number): boolean => value >= least && value <= most

/** Whether a hash of this cost is computed at all, whoever asks for it. */
export function isAffordable({ memoryCost, timeCost, parallelism }: Argon2Cost): boolean {
  return (
    within(parallelism, 1, 8) &&
    within(memoryCost, 8 * parallelism, maxMemoryCost) &&
    within(timeCost, 1, 16) &&
    memoryCost * timeCost <= maxPassed
  )
}

function readArgon2(text: string): StoredHash | undefined {
  const found = argon2Form.exec(text)
  if (found === null) return undefined
  const [memoryCost, timeCost, parallelism] = found.slice(2, 5).map(Number) as [number, number, number]
  const cost = { memoryCost, timeCost, parallelism }
  return isAffordable(cost) ? { scheme: 'argon2', text, variant: found[1] as string, cost } : undefined
}

function readScrypt(text: string): StoredHash | undefined {
  const found = scryptForm.exec(text)
  if (found === null) return undefined
  const [ln, r, p] = found.slice(1, 4).map(Number) as [number, number, number]
  // 128·N·r bytes at once, as much as Argon2 may take, and twice that much work.
  if (!within(ln, 4, 20) || !within(r, 1, 32) || !within(p, 1, 16)) return undefined
  const N = 2 ** ln
  if (128 * N * r > maxMemoryCost * 1_024 || N * r * p > 2 ** 21) return undefined
  const [salt, hash] = [found[4], found[5]].map((part) => Buffer.from(part as string, 'base64'))
  return { scheme: 'scrypt', N, r, p, salt: salt as Buffer, hash: hash as Buffer }
}

/**
 * Takes a stored hash apart, before anything is computed: whoever can have a hash imported must not be able to have
 * gigabytes filled by signing in.
 *
 * Taken: Argon2 version 19 (m to 128 MiB, t to 16, p to 8, m·t to 1 GiB), bcrypt `2a 2b 2y` (cost 4 to 14), scrypt
 * as `$scrypt$ln=,r=,p=$salt$hash` (128·N·r to 128 MiB, N·r·p to 2^21).
 *
 * @returns `undefined` for what is of no such form, or costs more
 */
export function readHash(text: unknown): StoredHash | undefined {
  if (typeof text !== 'string' || text.length > 256) return undefined
  const bcrypt = bcryptForm.exec(text)
  if (bcrypt !== null) return within(Number(bcrypt[1]), 4, 14) ? { scheme: 'bcrypt', text } : undefined
  return readArgon2(text) ?? readScrypt(text)
}
