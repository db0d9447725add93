// For pages without a program of their own: <script type="module" src="/trilatch/auto.js"></script>
import { gate } from './gate/gate.ts'

gate(document)
