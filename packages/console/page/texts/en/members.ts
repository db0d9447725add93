export const members = {
  title: (role: string) => `Members of ${role}`,
  about: 'Tick who shall have this role. Nothing changes until you press OK.',
  search: 'Search people',
  people: 'People',
  counted: (chosen: number, all: number) =>
    `${chosen.toLocaleString('en')} of ${all.toLocaleString('en')} ticked`,
  changed: (added: number, removed: number) =>
    [added > 0 ? `${added} added` : '', removed > 0 ? `${removed} removed` : ''].filter(Boolean).join(', '),
  alsoScoped: (scope: string) => `has it within ${scope}`,
  alsoMapped: (group: string) => `has it by the group ${group}`,
  alsoInherited: (role: string) => `has it by the role ${role}`,
  suspended: 'suspended',
  unknownUser: 'not among the users',
  empty: 'There are no users yet',
  saved: (role: string) => `Members of ${role} were saved.`,
  rolesTitle: (person: string) => `Roles of ${person}`,
  rolesAbout: 'Tick the roles this person shall have. Nothing changes until you press OK.',
  searchRoles: 'Search roles',
  rolesSaved: (person: string) => `Roles of ${person} were saved.`,
  conflict:
    'Somebody else has changed this meanwhile, and nothing of yours has been saved. Your ticks are kept: look at them once more, then press OK.',
  onlyFor: 'Only for some resources, or by a group',
  tooMany: 'Too many changes at once: at most 1,000.',
} as const
