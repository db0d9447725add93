// A strategy as somebody else would write it: addresses and passwords, kept in the vault beside the user.
import { scryptSync, timingSafeEqual } from 'node:crypto'
import { credentialKind, normalEmail, TrilatchError } from '@trilatch/core'
import { fail, localIssuer, success } from '@trilatch/auth'
import type { FormField, PasswordStrategy, StrategyPorts, StrategyRequest } from '@trilatch/auth'

/** Cheap on purpose: what is tested here is not how passwords are kept. */
const hashOf = (password: string): string => scryptSync(password, 'salt', 32, { N: 2 }).toString('base64url')

const email: FormField = { name: 'email', label: 'E-mail', type: 'email', autocomplete: 'username' }
const password: FormField = {
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
}

const fieldOf = ({ fields }: StrategyRequest, name: string): string => fields.get(name) ?? ''

async function knows(ports: StrategyPorts, id: string, given: string): Promise<boolean> {
  const kept = await ports.accounts.vault.get({ kind: credentialKind, key: id })
  const hash = Buffer.from(hashOf(given))
  return kept !== null && timingSafeEqual(hash, Buffer.from(String(kept.value)))
}

const identityOf = (id: string) => ({ provider: 'own', issuer: localIssuer, id })

export const ownPassword: PasswordStrategy = {
  id: 'own',
  title: 'Own',
  kind: 'password',
  fields: [email, password],
  authenticate: async (request, ports) => {
    const found = await ports.accounts.userByEmail(fieldOf(request, 'email'))
    if (found === null || !(await knows(ports, found.user.id, fieldOf(request, 'password'))))
      return fail('credentials')
    return success(identityOf(found.user.id))
  },
  registration: {
    fields: [email, { ...password, autocomplete: 'new-password', hint: 'At least 8 characters.' }],
    register: async (request, ports) => {
      const given = fieldOf(request, 'password')
      if (given.length < 8)
        return fail({ code: 'invalid', field: 'password', text: 'Use at least 8 characters.' })
      const id = `user-${normalEmail(fieldOf(request, 'email'))}`
      try {
        await ports.accounts.create({
          id,
          email: fieldOf(request, 'email'),
          origin: 'registered',
          put: [{ kind: credentialKind, key: id, value: hashOf(given) }],
          expect: [{ kind: credentialKind, key: id, version: null }],
        })
      } catch (error) {
        if (error instanceof TrilatchError && error.status === 409)
          return fail({ code: 'email-taken', field: 'email' })
        if (error instanceof TrilatchError && error.status === 422)
          return fail({ code: 'invalid', field: 'email' })
        throw error
      }
      return success(identityOf(id))
    },
  },
  passwordChange: {
    fields: [
      { ...password, name: 'current', label: 'Current password' },
      { ...password, name: 'next', label: 'New password', autocomplete: 'new-password' },
    ],
    changePassword: async (subject, request, ports) => {
      if (!(await knows(ports, subject, fieldOf(request, 'current'))))
        return fail({ code: 'credentials', field: 'current', text: 'This is not your password.' })
      const value = hashOf(fieldOf(request, 'next'))
      await ports.accounts.change(subject, {
        action: 'password.change',
        put: [{ kind: credentialKind, key: subject, value }],
        endSessions: true,
      })
      return { outcome: 'changed' }
    },
  },
}
