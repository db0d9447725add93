import { ChevronDown } from 'lucide-react'
import { Button } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { Text } from 'react-aria-components/Text'
import { useTexts } from '../texts/use-texts.tsx'

/** One thing that can be chosen. */
export interface Suggestion {
  readonly id: string
  readonly text: string
  readonly about?: string | undefined
}

export interface SuggestProps {
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly onChange: (value: string) => void
  /** What fits what is written; found by whoever gives them. */
  readonly suggestions: readonly Suggestion[]
  readonly mono?: boolean
  readonly autoFocus?: boolean
}

/** A field that offers what it knows, and takes what it does not know. */
export function Suggest({
  label,
  hint,
  value,
  onChange,
  suggestions,
  mono = false,
  autoFocus = false,
}: SuggestProps) {
  const texts = useTexts()
  return (
    <ComboBox
      className="field"
      allowsCustomValue
      menuTrigger="focus"
      inputValue={value}
      onInputChange={onChange}
      items={suggestions}
      autoFocus={autoFocus}
      onSelectionChange={(key) => {
        if (key !== null) onChange(String(key))
      }}
      defaultFilter={() => true}
    >
      <Label>{label}</Label>
      <div className="suggest">
        <Input className={`input${mono ? ' mono' : ''}`} spellCheck="false" />
        <Button className="icon-button" aria-label={`${texts.common.more}: ${label}`}>
          <ChevronDown className="icon" aria-hidden="true" />
        </Button>
      </div>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      <Popover className="popover suggestions">
        <ListBox<Suggestion> className="options">
          {({ id, text, about }) => (
            <ListBoxItem id={id} textValue={id} className="option">
              <span>{text}</span>
              {about !== undefined && <code className="soft">{about}</code>}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
