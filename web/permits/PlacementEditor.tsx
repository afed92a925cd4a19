/** Where a building's file stands, by figures and steps: position, turn, scale, level, snapped to the lot. */
import { useId } from 'react'
import { anchorOf } from '../../data/readers/building/place.ts'
import type { XY } from '../../scenarios/frame.ts'
import { levelOf, movedBy, type Placement, placed, scaledAbout, turnedAbout } from '../../scenarios/permits/model.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import type { OpenedBuilding } from './building.ts'
import { snapped, withGroundAt } from './building-place.ts'

const text = {
  title: both('Vị trí của mô hình', 'Where the model stands'),
  east: both('Y (Đông)', 'Y (east)'),
  north: both('X (Bắc)', 'X (north)'),
  turn: both('Góc xoay', 'Turn'),
  level: both('Cốt nền', 'Ground floor'),
  scale: both('Mét mỗi đơn vị', 'Metres a unit'),
  snap: both('Áp vào lô', 'Snap to the lot'),
  quarter: both('Xoay 90°', 'Turn by 90°'),
}

export function PlacementEditor(props: {
  building: OpenedBuilding
  placement: Placement
  lot: readonly XY[] | null
  scalable: boolean
  onChange(placement: Placement): void
}) {
  const { building, placement, lot, scalable, onChange } = props
  const { t } = useWords()
  const own = anchorOf(building.model, building.figures)
  const middle = placed(own, placement)
  const level = levelOf(building.figures.groundMetres, placement)
  return (
    <fieldset className="plain stack" aria-label={t(text.title)}>
      <div className="form-grid">
        <Figure
          label={text.north}
          unit="m"
          value={middle[1]}
          step={0.1}
          digits={3}
          onChange={(north) => onChange(movedBy(placement, [0, north - middle[1]]))}
        />
        <Figure
          label={text.east}
          unit="m"
          value={middle[0]}
          step={0.1}
          digits={3}
          onChange={(east) => onChange(movedBy(placement, [east - middle[0], 0]))}
        />
        <Figure
          label={text.turn}
          unit="°"
          value={placement.turnedDegrees}
          step={1}
          digits={3}
          onChange={(turn) => onChange(turnedAbout(placement, middle, turn))}
        />
        <Figure
          label={text.level}
          unit="m"
          value={level}
          step={0.05}
          digits={3}
          onChange={(next) => onChange({ ...withGroundAt(placement, building, next), from: 'hand' })}
        />
        {scalable ? (
          <Figure
            label={text.scale}
            unit="m"
            value={placement.scale}
            step={0.001}
            digits={6}
            onChange={(scale) => {
              if (scale < 1e-4 || scale > 1e4) return
              onChange(withGroundAt(scaledAbout(placement, middle, scale), building, level))
            }}
          />
        ) : null}
      </div>
      <div className="row">
        <button type="button" disabled={!lot} onClick={() => lot && onChange(snapped(placement, building, lot))}>
          {t(text.snap)}
        </button>
        <button type="button" onClick={() => onChange(turnedAbout(placement, middle, placement.turnedDegrees + 90))}>
          {t(text.quarter)}
        </button>
      </div>
    </fieldset>
  )
}

function Figure(props: {
  label: Bilingual
  unit: string
  value: number
  step: number
  digits: number
  onChange(value: number): void
}) {
  const { label, unit, value, step, digits, onChange } = props
  const { t } = useWords()
  const id = useId()
  return (
    <div className="field">
      <label htmlFor={id}>
        {t(label)} ({unit})
      </label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        step={step}
        value={Number(value.toFixed(digits))}
        onChange={({ target }) => {
          if (target.value !== '' && Number.isFinite(target.valueAsNumber)) onChange(target.valueAsNumber)
        }}
      />
    </div>
  )
}
