import type { FormField, Registration } from '@trilatch/auth'
import { leastCharacters } from './password/password-rules.ts'
import { register } from './register.ts'
import { asOutcome } from './workshop.ts'
import type { Workshop } from './workshop.ts'

const hint = `At least ${leastCharacters} characters. Everything you type counts, spaces and capitals too.`

export const email: FormField = {
  name: 'email',
  label: 'E-mail address',
  type: 'email',
  autocomplete: 'username',
}

/** A field for a password that is to be kept. */
export const newPassword = (name: string, label: string): FormField => ({
  name,
  label,
  type: 'password',
  autocomplete: 'new-password',
  hint,
})

const name: FormField = { name: 'name', label: 'Name', type: 'text', autocomplete: 'name', required: false }
const password = newPassword('password', 'Password')

const confirmation: FormField = {
  name: 'confirmation',
  label: 'Confirmation',
  type: 'text',
  autocomplete: 'off',
  hint: 'It is in the link that you were sent.',
  fromQuery: 'confirmation',
}

/** Registration, as the options have it. */
export function registrationOf(workshop: Workshop): Registration {
  const isOpen = workshop.settings.registration === 'open'
  const invitation: FormField = {
    name: 'invitation',
    label: 'Invitation',
    type: 'text',
    autocomplete: 'off',
    required: !isOpen,
    hint: isOpen ? 'Only if somebody has given you one.' : 'It is in the link that you were sent.',
    fromQuery: 'invitation',
  }
  const all = [email, name, password, invitation]
  const common: Registration = {
    fields: all,
    register: (request, ports) => asOutcome(request, () => register(workshop, request, ports)),
  }
  if (workshop.settings.sendMail === undefined) return common
  return {
    ...common,
    fields: [email],
    fieldsFor: (given) => {
      if (given.has('confirmation')) return [name, password, confirmation]
      // The first administrator comes with a secret, and by no mail.
      return given.has('invitation') || workshop.expectsFirst() ? all : [email]
    },
  }
}
