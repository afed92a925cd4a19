/** The page of the map: search on top, the map, the sheet. */
import { both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'

const text = { title: both('Bản đồ Vị Thanh', 'The map of Vị Thanh') }

export function MapPage() {
  const { t } = useWords()
  return (
    <main id="main">
      <h1>{t(text.title)}</h1>
    </main>
  )
}
