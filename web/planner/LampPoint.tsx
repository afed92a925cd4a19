/** The pole and the luminaire of the lamp that the next click on the map sets. */
import { useWords } from '../shared/language.tsx'
import { Banner, Icon } from '../shared/ui.tsx'
import { LuminaireChoice, PoleFields } from './LampEdits.tsx'
import type { luminaireChoices } from './lamp-plan.ts'
import { kerbTool, type Pole } from './lamp-point.ts'
import { lightingText as text } from './lighting-text.ts'

export interface LampPointChoice {
  readonly pole: Pole
  /** Index into the choices of luminaires. */
  readonly luminaire: number
}

export function LampPoint(props: {
  choices: typeof luminaireChoices
  choice: LampPointChoice
  /** What the last click met with. */
  trouble: string | null
  onChoice(choice: LampPointChoice): void
}) {
  const { choices, choice, trouble, onChoice } = props
  const { t } = useWords()
  return (
    <section className="action stack" aria-label={t(text.placeLamp)}>
      <h2>
        <Icon name="lighting" /> {t(text.placeLamp)}
      </h2>
      <p className="small soft">{t(text.placeHint, { metres: kerbTool.withinMetres })}</p>
      {trouble ? <Banner kind="warning">{trouble}</Banner> : null}
      <LuminaireChoice
        choices={choices}
        chosen={choice.luminaire}
        onChoose={(luminaire) => onChoice({ ...choice, luminaire })}
      />
      <PoleFields pole={choice.pole} onPole={(pole) => onChoice({ ...choice, pole })} />
    </section>
  )
}
