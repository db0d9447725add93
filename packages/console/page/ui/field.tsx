import type { ReactNode } from 'react'
import { FieldError } from 'react-aria-components/FieldError'
import { Input } from 'react-aria-components/Input'
import { Label } from 'react-aria-components/Label'
import { Text } from 'react-aria-components/Text'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import { useTexts } from '../texts/use-texts.tsx'

export interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly hint?: ReactNode
  readonly error?: string | undefined
  readonly optional?: boolean
  readonly mono?: boolean
  /** More than one line. */
  readonly lines?: number
  readonly type?: 'text' | 'email' | 'password'
  /** Shown where there are lines and none is filled. */
  readonly placeholder?: string
  readonly autoFocus?: boolean
  readonly readOnly?: boolean
  readonly maxLength?: number
}

export function Field(props: FieldProps) {
  const { label, value, onChange, hint, error, optional = false, mono = false, lines } = props
  const texts = useTexts()
  const look = `input${mono ? ' mono' : ''}`
  return (
    <TextField
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      isReadOnly={props.readOnly ?? false}
      autoFocus={props.autoFocus ?? false}
      type={props.type ?? 'text'}
      autoComplete="off"
      spellCheck="false"
      {...(props.maxLength === undefined ? {} : { maxLength: props.maxLength })}
    >
      <Label>
        {label}
        {optional && <span className="optional"> {texts.common.optional}</span>}
      </Label>
      {hint !== undefined && (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
      {lines === undefined ? (
        <Input className={look} />
      ) : (
        <TextArea className={look} rows={lines} placeholder={props.placeholder ?? ''} />
      )}
      <FieldError className="wrong">{error}</FieldError>
    </TextField>
  )
}
