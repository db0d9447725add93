import { scrypt, timingSafeEqual } from 'node:crypto'
import { verify as verifyArgon2 } from '@node-rs/argon2'
import type { StoredHash } from './stored-hash.ts'

/** bcrypt reads so many bytes and ends at a NUL: what is behind would count for nothing. */
const bcryptBytes = 72

/** @throws Error that says what to install */
async function bcryptVerify(): Promise<(password: string, hash: string) => Promise<boolean>> {
  try {
    const { verify } = await import('@node-rs/bcrypt')
    return (password, hash) => verify(password, hash)
  } catch (cause) {
    throw new Error('Hashes of bcrypt are stored: install @node-rs/bcrypt, version 2', { cause })
  }
}

async function verifyBcrypt(password: string, text: string): Promise<boolean> {
  const verify = await bcryptVerify()
  const readWhole = Buffer.byteLength(password) <= bcryptBytes && !password.includes('\0')
  // What bcrypt would cut matches nothing, and takes as long as what does not match.
  return (await verify(readWhole ? password : '', text)) && readWhole
}

function verifyScrypt(
  password: string,
  stored: StoredHash & { readonly scheme: 'scrypt' },
): Promise<boolean> {
  const { N, r, p, salt, hash } = stored
  // A little more than the 128·N·r that are needed; Node's default is below what OWASP recommends.
  const options = { N, r, p, maxmem: 128 * r * (N + p + 2) + 1_024 }
  return new Promise((resolve, reject) => {
    scrypt(password, salt, hash.length, options, (error, derived) => {
      if (error === null) resolve(timingSafeEqual(derived, hash))
      else reject(error)
    })
  })
}

/** Whether a password is the one of a stored hash; in threads, not in the event loop. */
export async function verifyHash(password: string, stored: StoredHash): Promise<boolean> {
  switch (stored.scheme) {
    case 'argon2':
      return verifyArgon2(stored.text, password)
    case 'bcrypt':
      return verifyBcrypt(password, stored.text)
    case 'scrypt':
      return verifyScrypt(password, stored)
  }
}

/** Loads what a stored hash needs, so that it is missed when it is imported and not when somebody signs in. */
export async function loadFor(stored: StoredHash): Promise<void> {
  if (stored.scheme === 'bcrypt') await bcryptVerify()
}
