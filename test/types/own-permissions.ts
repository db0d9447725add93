import type { Programs } from './programs.ts'

/** Programs of any adapter that name Trilatch's own permissions, and what the compiler must say: nothing, or one message. */
export function ownPermissions(verb: (call: string) => string): Programs {
  return {
    'own-permission': [verb("('trilatch.roles.view')")],
    'own-ancestor': [verb("('trilatch.roles')")],
    'own-root': [verb("('trilatch')")],
    'own-with-resource': [verb("('trilatch.audit.view', { param: 'name' })")],
    'own-typo': [verb("('trilatch.roles.veiw')"), /'"trilatch.roles.veiw"' is not assignable/],
    'own-but-unknown': [verb("('trilatch.everything')"), /'"trilatch.everything"' is not assignable/],
    'own-access': [
      "access.can('trilatch.audit.view'); access.canSome('trilatch'); access.assert('trilatch.users.suspend'); access.filter('trilatch.explain', ['a']); access.decide('trilatch.health').text",
    ],
    'own-access-typo': [
      "access.can('trilatch.audit.veiw')",
      /'"trilatch.audit.veiw"' is not assignable to parameter of type '.*"project.create"/,
    ],
  }
}
