/** Filled by the configuration of these tests when a command has closed it. */
export const closed: string[] = []
