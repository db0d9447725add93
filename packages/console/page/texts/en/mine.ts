export const mine = {
  title: 'My permissions',
  about:
    'What you may do at the moment. For names that only some rules speak about, the contexts tell which.',
  search: 'Search by name',
  state: 'Answer',
  where: 'Where',
  onlySome: 'For some resources',
  tree: 'My permissions',
  reasons: {
    administrator: 'You are an administrator',
    suspended: 'Your account is suspended',
    'switched-off': 'Access control is switched off',
    granted: '',
    forbidden: '',
    'nothing-granted': '',
    'unknown-permission': '',
    'improper-resource': '',
  },
  within: (scope: string) => `within ${scope}`,
  everything: 'every resource',
} as const
