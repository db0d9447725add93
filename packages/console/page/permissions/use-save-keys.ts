import { useEffect } from 'react'

/** Saves by Ctrl+S and undoes by Ctrl+Z (⌘ on a Mac), where no text is being written and no dialog is open. */
export function useSaveKeys({
  onSave,
  onUndo,
}: {
  readonly onSave: () => void
  readonly onUndo: () => void
}): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return
      if (document.querySelector('[role=dialog], [role=alertdialog]') !== null) return
      const writes = event.target instanceof HTMLInputElement && event.target.type !== 'radio'
      if (event.key === 's') {
        event.preventDefault()
        onSave()
      } else if (event.key === 'z' && !writes) {
        event.preventDefault()
        onUndo()
      }
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [onSave, onUndo])
}
