import { afterEach } from 'vitest'
import { describeMountedAnswers } from '../../../test/contracts/mounted-answers.ts'
import { mounted } from './mounted.ts'
import { stopAll } from './server.ts'

afterEach(stopAll)
describeMountedAnswers((fetch) => mounted(fetch))
