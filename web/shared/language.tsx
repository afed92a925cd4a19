/** The language of the screen, Vietnamese first, English second, as the person chose it. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { type Words as Wording, wordsOf as wordingOf } from '../../scenarios/language.ts'
import type { Language } from '../../scenarios/text.ts'

export { fill, locales, type Values } from '../../scenarios/language.ts'

export interface Words extends Wording {
  setLanguage(language: Language): void
}

/** Pure: everything about a language but the place where the choice is kept. */
export const wordsOf = (language: Language, setLanguage: (language: Language) => void = () => {}): Words => ({
  ...wordingOf(language),
  setLanguage,
})

const LanguageContext = createContext<Words>(wordsOf('vi'))
const KEY = 'vithanh.language'

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() => (localStorage.getItem(KEY) === 'en' ? 'en' : 'vi'))
  useEffect(() => {
    localStorage.setItem(KEY, language)
    document.documentElement.lang = language
  }, [language])
  const words = useMemo(() => wordsOf(language, setLanguage), [language])
  return <LanguageContext value={words}>{children}</LanguageContext>
}

export const useWords = (): Words => useContext(LanguageContext)
