/** Id of the built-in administrator that is everybody while Trilatch is switched off; refused as anybody else's id. */
export const switchedOffId = 'trilatch:off'
