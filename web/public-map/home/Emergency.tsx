/** The numbers to call, one tap away. */
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { Icon } from '../../shared/ui.tsx'

const text = { title: both('Gọi khẩn cấp', 'Emergency calls') }
const numbers = [
  ['112', both('Tìm kiếm, cứu nạn', 'Search and rescue')],
  ['114', both('Cháy, cứu hộ', 'Fire, rescue')],
  ['115', both('Cấp cứu y tế', 'Ambulance')],
] as const

export function Emergency() {
  const { t } = useWords()
  return (
    <section aria-label={t(text.title)} className="emergency">
      <h2>{t(text.title)}</h2>
      <ul>
        {numbers.map(([number, title]) => (
          <li key={number}>
            <a href={`tel:${number}`}>
              <Icon name="call" />
              <strong>{number}</strong>
              <span>{t(title)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}
