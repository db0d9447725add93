import { flushSync } from 'react-dom'

/**
 * Closes a dialog from code that runs later than a press. What is behind the dialog is shut until its effects have
 * ended; otherwise that would be after the focus has been sent back there, in vain.
 */
export function closeNow(close: () => void): void {
  flushSync(close)
}
