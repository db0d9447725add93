import { de } from './de/de.ts'
import { en } from './en/en.ts'
import type { Texts } from './shape.ts'

/** What the page speaks, each named in itself. */
export const languages = { en: 'English', de: 'Deutsch' } as const

export type Language = keyof typeof languages

export const textsOf: Readonly<Record<Language, Texts>> = { en, de }

const kept = 'trilatch-console-language'

export function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(languages, tag)
}

/** Storage may be forbidden: then nothing is kept. */
function storage(): Storage | undefined {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

export function keepLanguage(language: Language): void {
  storage()?.setItem(kept, language)
}

/** What was chosen before, else what the application says, else the first that the browser asks for. */
export function languageFor(said: string | undefined): Language {
  const wanted = [storage()?.getItem(kept), said, ...navigator.languages]
  const tags = wanted.map((tag) => (tag ?? '').toLowerCase().split('-', 1)[0] ?? '')
  return tags.find(isLanguage) ?? 'en'
}
