import { Search as SearchIcon, X } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { Input } from 'react-aria-components/Input'
import { SearchField } from 'react-aria-components/SearchField'
import { useTexts } from '../texts/use-texts.tsx'

export interface SearchProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
}

export function Search({ label, value, onChange, autoFocus = false }: SearchProps) {
  const texts = useTexts()
  return (
    <SearchField
      className="search"
      aria-label={label}
      value={value}
      onChange={onChange}
      autoFocus={autoFocus}
    >
      <SearchIcon className="icon" aria-hidden="true" />
      <Input className="input" placeholder={label} />
      {value !== '' && (
        <Button className="icon-button" aria-label={texts.common.clearSearch}>
          <X className="icon" aria-hidden="true" />
        </Button>
      )}
    </SearchField>
  )
}
