/** Section 5: the building, from figures or from its file. */
import { memo } from 'react'
import type { XY } from '../../scenarios/frame.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { BuildingFile } from './BuildingFile.tsx'
import { NumberAt, Section, useDraft, useFault, useForm } from './form.tsx'
import { intakeText as text } from './intake-text.ts'
import type { Massing } from './massing.ts'

export const MassingSection = memo(function MassingSection(props: {
  massing: Massing | null
  lot: readonly XY[] | null
  lotSquareMetres: number
  tiles: Tiles | null
}) {
  const { massing, lot, lotSquareMetres, tiles } = props
  const { t, number } = useWords()
  const { set } = useForm()
  const fault = useFault('massing')
  const parts = useDraft((draft) => draft.parts)
  return (
    <Section title={text.massingSection} {...(parts ? {} : { hint: text.massingHint })}>
      {parts ? (
        <div className="row" id="field-massing" tabIndex={-1}>
          <p className="grow">{t(text.keptParts, { n: number(parts.length) })}</p>
          <button
            type="button"
            onClick={() => {
              set('parts', null)
              set('check.building.floors.above', null)
            }}
          >
            {t(text.redraw)}
          </button>
        </div>
      ) : (
        <FiguresAsked />
      )}
      {massing ? (
        <Figures massing={massing} lotSquareMetres={lotSquareMetres} />
      ) : (
        <p className={fault ? 'fault' : 'soft small'}>{t(text.noMassing)}</p>
      )}
      <BuildingFile massing={massing} lot={lot} tiles={tiles} />
    </Section>
  )
})

function FiguresAsked() {
  const { t } = useWords()
  const { set } = useForm()
  const tower = useDraft((draft) => draft.massing.tower)
  return (
    <>
      <div className="form-grid" id="field-massing" tabIndex={-1}>
        <NumberAt path="massing.setbacks.front" label={text.setbackFront} unit="m" empty={0} />
        <NumberAt path="massing.setbacks.side" label={text.setbackSide} unit="m" empty={0} />
        <NumberAt path="massing.setbacks.back" label={text.setbackBack} unit="m" empty={0} />
        <NumberAt path="massing.storeys" label={tower ? text.podiumStoreys : text.storeys} whole />
        <NumberAt path="massing.groundStoreyMetres" label={text.groundStorey} unit="m" />
        <NumberAt path="massing.storeyMetres" label={text.storey} unit="m" />
        <NumberAt path="massing.topMetres" label={text.top} unit="m" />
        {tower ? (
          <>
            <NumberAt path="massing.tower.storeys" label={text.towerStoreys} whole />
            <NumberAt path="massing.tower.setbackMetres" label={text.towerSetback} unit="m" />
          </>
        ) : null}
      </div>
      <label className="row check">
        <input
          type="checkbox"
          checked={tower !== null}
          onChange={({ target }) => set('massing.tower', target.checked ? { storeys: null, setbackMetres: 3 } : null)}
        />
        {t(text.withTower)}
      </label>
    </>
  )
}

function Figures({ massing, lotSquareMetres }: { massing: Massing; lotSquareMetres: number }) {
  const { t, number, percent } = useWords()
  const height = Math.max(...massing.parts.map(({ heightMetres }) => heightMetres))
  const share = (value: number, say: (value: number) => string) =>
    lotSquareMetres > 0 ? say(value / lotSquareMetres) : '—'
  return (
    <dl className="facts">
      <dt>{t(text.footprint)}</dt>
      <dd>{number(massing.footprintSquareMetres, 1)} m²</dd>
      <dt>{t(text.density)}</dt>
      <dd>{share(massing.footprintSquareMetres, percent)}</dd>
      <dt>{t(text.height)}</dt>
      <dd>{number(height, 2)} m</dd>
      <dt>{t(text.floorArea)}</dt>
      <dd>{number(massing.floorSquareMetres, 1)} m²</dd>
      <dt>{t(text.far)}</dt>
      <dd>{share(massing.floorSquareMetres, (far) => number(far, 2))}</dd>
    </dl>
  )
}
