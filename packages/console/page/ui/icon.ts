/** Props of a picture that stands beside its word: nothing for those who do not see it. */
export const icon = { className: 'icon', 'aria-hidden': 'true' } as const
