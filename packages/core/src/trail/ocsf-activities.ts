/** A class of OCSF 1.8 in the category Identity & Access Management, with its name there. */
export const ocsfClasses = {
  account: [3001, 'Account Change'],
  authentication: [3002, 'Authentication'],
  entity: [3004, 'Entity Management'],
  access: [3005, 'User Access Management'],
  group: [3006, 'Group Management'],
} as const

export type OcsfClass = keyof typeof ocsfClasses

/** The class of an action, and its activity there; 99 is one that OCSF has no word for. */
export type OcsfActivity = readonly [of: OcsfClass, activity: number, name: string]

/** What each action of the trail is in OCSF. An application's own are activity 99 of Entity Management. */
export const ocsfActivities: Readonly<Record<string, OcsfActivity>> = {
  'role.create': ['entity', 1, 'Create'],
  'role.update': ['entity', 3, 'Update'],
  'role.rule': ['entity', 3, 'Update'],
  'role.rules': ['entity', 3, 'Update'],
  'role.group.add': ['entity', 3, 'Update'],
  'role.group.remove': ['entity', 3, 'Update'],
  'role.delete': ['entity', 4, 'Delete'],
  'mappings.replace': ['entity', 3, 'Update'],
  'policy.import': ['entity', 3, 'Update'],
  'application.forget': ['entity', 4, 'Delete'],
  'settings.forget': ['entity', 4, 'Delete'],
  'invitation.create': ['entity', 1, 'Create'],
  'invitation.withdraw': ['entity', 4, 'Delete'],
  'store.create': ['entity', 1, 'Create'],
  'store.accept': ['entity', 99, 'Other'],
  vault: ['entity', 99, 'Other'],
  'attempts.left-out': ['entity', 99, 'Other'],
  'members.empty': ['group', 4, 'Remove User'],
  'members.replace': ['group', 99, 'Other'],
  'members.change': ['group', 99, 'Other'],
  'subject.assign': ['access', 1, 'Assign Privileges'],
  'subject.unassign': ['access', 2, 'Revoke Privileges'],
  'subject.forget-groups': ['access', 2, 'Revoke Privileges'],
  'subject.gone': ['access', 2, 'Revoke Privileges'],
  'subject.roles': ['access', 99, 'Other'],
  'subject.groups': ['access', 99, 'Other'],
  'user.create': ['account', 1, 'Create'],
  'user.create-first-administrator': ['account', 1, 'Create'],
  'user.update': ['account', 99, 'Other'],
  'user.restore': ['account', 2, 'Enable'],
  'user.suspend': ['account', 5, 'Disable'],
  'user.delete': ['account', 6, 'Delete'],
  'password.change': ['account', 3, 'Password Change'],
  'password.set': ['account', 4, 'Password Reset'],
  'password.import': ['account', 4, 'Password Reset'],
  'account.link': ['account', 99, 'Other'],
  'account.unlink': ['account', 99, 'Other'],
  'session.begin': ['authentication', 1, 'Logon'],
  'session.end': ['authentication', 2, 'Logoff'],
}
