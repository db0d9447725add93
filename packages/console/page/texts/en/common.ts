export const common = {
  cancel: 'Cancel',
  close: 'Close',
  ok: 'OK',
  save: 'Save',
  edit: 'Edit',
  copy: 'Copy',
  delete: 'Delete',
  add: 'Add',
  remove: 'Remove',
  discard: 'Discard',
  undo: 'Undo',
  loading: 'Loading…',
  tryAgain: 'Try again',
  optional: '(optional)',
  clearSearch: 'Clear search',
  more: 'Show more',
  actionsFor: (name: string) => `Actions for ${name}`,
  nothingFound: 'Nothing found',
  nothingFoundFor: (text: string) => `Nothing matches “${text}”.`,
  clearFilters: 'Clear filters',
  required: 'Please fill this in.',
  title: 'Title',
  id: 'Id',
} as const

export const states = { granted: 'Granted', forbidden: 'Forbidden', unspecified: 'Unspecified' } as const

export const problems = {
  offline: 'The server cannot be reached. Check your connection and try again.',
  unreadable: (status: number) => `The server gave an answer that cannot be read (${status}).`,
  signedOut: 'You are not signed in',
  signedOutAbout: 'Sign in to the application, then come back to this page.',
  signInAbout: 'Sign in, and you will come back to this page.',
  signedOutKept:
    'Your changes are not saved, and still here. Sign in in another window, then come back and go on.',
  goOn: 'Go on',
  signIn: 'Sign in',
  again: 'Load again',
  somethingWrong: 'Something went wrong',
  notFound: 'There is no such page',
  notFoundAbout: 'The address may be mistyped, or what it showed has been removed.',
} as const
