import { countIn } from '../count-in.ts'

export const count = countIn('en')
