import { count } from './count.ts'

export const roles = {
  title: 'Roles',
  about:
    'A role is a named set of rules. People get their rights from the roles they have, and from nothing else.',
  newRole: 'New role',
  search: 'Search roles',
  role: 'Role',
  members: 'Members',
  memberCount: (number: number, more: boolean) => (more ? `${number}+` : String(number)),
  groups: 'Groups',
  inherits: 'Inherits',
  yes: 'yes',
  no: 'no',
  inheritsNothing: 'nothing',
  administrator: 'Administrator',
  administratorAbout: 'Whoever has this role is granted everything, whatever its rules say.',
  empty: 'No roles yet',
  emptyAbout: 'Create the first one, give it permissions, and add members.',
  permissionsOf: 'Permissions',
  manageMembers: 'Manage members',
  copyRole: 'Copy role',
  editRole: 'Edit role',
  copyOf: (title: string) => `Copy of ${title}`,
  copyAbout: (title: string) =>
    `Begins with the rules and inherited roles of ${title}. Members are not copied.`,
  idHint: 'Fixed once the role exists. Letters, digits and _ . : @ / -',
  idTaken: 'There is a role with this id.',
  idWrong: 'Up to 128 letters, digits and _ . : @ / - beginning with a letter, a digit or _.',
  description: 'Description',
  inheritsHint:
    'Holders of this role also get the rules of the roles that are ticked. It never takes anything away.',
  noOthers: 'There is no other role to inherit.',
  create: 'Create role',
  created: (title: string) => `Role ${title} was created.`,
  saved: (title: string) => `Role ${title} was saved.`,
  deleted: (title: string) => `Role ${title} was deleted.`,
  deleteTitle: (title: string) => `Delete role ${title}?`,
  deleteAbout: (members: string, groups: number) =>
    `${members === '1' ? '1 member loses' : `${members} members lose`} what it grants` +
    (groups === 0 ? '.' : `, and ${count(groups, 'group', 'groups')} will no longer lead to it.`) +
    ' This cannot be undone.',
  deleteAction: 'Delete role',
  conflict: 'Somebody else has changed this role meanwhile, and nothing of yours has been saved.',
  back: 'Roles',
  unknown: 'There is no such role',
  unknownAbout: 'It may have been deleted by somebody else.',
} as const
