/** What the colours of a flood's picture mean. */
import './flood.css'
import { rampClasses } from '../../../scenarios/depth-ramp.ts'
import { useWords } from '../../shared/language.tsx'
import { text } from './text.ts'

export function Legend() {
  const { t } = useWords()
  return (
    <ul className="flood-legend" aria-label={t(text.legend)}>
      {rampClasses('depth').map(({ from, colour: [red, green, blue], title }) => (
        <li key={from}>
          <span style={{ background: `rgb(${red} ${green} ${blue})` }} aria-hidden="true" /> {t(title)}
        </li>
      ))}
    </ul>
  )
}
