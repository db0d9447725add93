import { ChevronsDownUp, ChevronsUpDown } from 'lucide-react'
import { useDeferredValue, useEffect, useRef, useState } from 'react'
import { useTexts } from '../texts/use-texts.tsx'
import { IconButton } from '../ui/button.tsx'
import { Choice } from '../ui/choice.tsx'
import { Search } from '../ui/search.tsx'
import { icon } from '../ui/icon.ts'
import type { TreeSearch } from './search.ts'

export interface SearchBarProps {
  readonly search: TreeSearch
  readonly onSearch: (search: TreeSearch) => void
  readonly onFold: (isFolded: boolean) => void
}

/** Search by name, state and expected state. */
export function SearchBar({ search, onSearch, onFold }: SearchBarProps) {
  const { permissions: texts, states } = useTexts()
  const [name, setName] = useState(search.name)
  const settled = useDeferredValue(name)
  // What this field has asked for last: it comes back late, and must not undo what has been typed since.
  const told = useRef(search.name)
  useEffect(() => {
    if (settled === told.current) return
    told.current = settled
    onSearch({ ...search, name: settled })
    // What is typed leads; a search that is cleared elsewhere is taken up below.
  }, [settled])
  useEffect(() => {
    if (search.name === told.current) return
    told.current = search.name
    setName(search.name)
  }, [search.name])
  return (
    <div className="toolbar" role="search" aria-label={texts.searchName}>
      <Search label={texts.searchName} value={name} onChange={setName} />
      <Choice
        label={texts.filterState}
        value={search.state}
        onChange={(state) => onSearch({ ...search, state })}
        options={[
          { value: 'any', text: texts.anyState },
          { value: 'granted', text: states.granted },
          { value: 'forbidden', text: states.forbidden },
          { value: 'unspecified', text: states.unspecified },
        ]}
      />
      <Choice
        label={texts.filterExpected}
        value={search.expected}
        onChange={(expected) => onSearch({ ...search, expected })}
        options={[
          { value: 'any', text: texts.anyState },
          { value: 'granted', text: states.granted },
          { value: 'forbidden', text: states.forbidden },
        ]}
      />
      <div className="tree-folds tips-left">
        <IconButton label={texts.expandAll} onPress={() => onFold(false)}>
          <ChevronsUpDown {...icon} />
        </IconButton>
        <IconButton label={texts.collapseAll} onPress={() => onFold(true)}>
          <ChevronsDownUp {...icon} />
        </IconButton>
      </div>
    </div>
  )
}
