/** Where the GitLab of these tests is; filled when it has started. */
export const gitlabPlace = { url: '', clientId: '', clientSecret: '' }
