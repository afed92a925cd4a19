/** Section 6: technical figures. */
import { memo } from 'react'
import { useWords } from '../shared/language.tsx'
import { CheckAt, NumberAt, Section, useDraft, useForm } from './form.tsx'
import { intakeText as text } from './intake-text.ts'

export const Details = memo(function Details({ floorSquareMetres }: { floorSquareMetres: number | null }) {
  const { t, number } = useWords()
  const { set } = useForm()
  const kind = useDraft((draft) => draft.check.work.kind)
  const parking = useDraft((draft) => draft.check.building.parking)
  const rural = useDraft((draft) => draft.check.place.rural)
  const floor = floorSquareMetres === null ? '—' : `${number(floorSquareMetres, 1)} m²`
  const level = useDraft((draft) => draft.ground)
  const ofGround =
    level === null
      ? undefined
      : {
          vi: text.groundHint.vi.replace('{level}', number(level, 2)),
          en: text.groundHint.en.replace('{level}', number(level, 2)),
        }
  return (
    <Section title={text.detailSection}>
      <div className="form-grid">
        <NumberAt
          path="check.building.groundLevelMetres"
          label={text.groundLevel}
          unit="m"
          optional
          {...(ofGround ? { hint: ofGround } : {})}
        />
        <NumberAt path="check.flood.designLevelMetres" label={text.designFlood} unit="m" optional />
        {rural ? <NumberAt path="check.flood.annualMaximumMetres" label={text.annualFlood} unit="m" optional /> : null}
        <NumberAt
          path="check.building.floors.above"
          label={text.above}
          unit="m²"
          hint={{ vi: text.aboveHint.vi.replace('{area}', floor), en: text.aboveHint.en.replace('{area}', floor) }}
        />
        <NumberAt path="check.building.floors.basement" label={text.basement} unit="m²" empty={0} />
        <NumberAt path="check.building.floors.mezzanine" label={text.mezzanine} unit="m²" empty={0} />
        <NumberAt path="check.building.floors.tum" label={text.tum} unit="m²" empty={0} />
        <NumberAt path="check.building.floors.excluded" label={text.excluded} unit="m²" empty={0} />
        <NumberAt path="check.building.greenSquareMetres" label={text.green} unit="m²" optional />
        <NumberAt path="check.building.fireAccessMetres" label={text.fireAccess} unit="m" optional />
        {['house', 'apartment', 'mixed'].includes(kind) ? (
          <NumberAt path="check.building.dwellings" label={text.dwellings} whole optional />
        ) : null}
        {['apartment', 'mixed'].includes(kind) ? (
          <NumberAt path="check.building.dwellingSquareMetres" label={text.dwellingFloor} unit="m²" optional />
        ) : null}
        {['commercial', 'mixed', 'other'].includes(kind) ? (
          <>
            <NumberAt path="check.building.hotelRooms" label={text.hotelRooms} whole optional />
            <NumberAt path="check.building.hotelStars" label={text.hotelStars} whole optional />
            <NumberAt path="check.building.premiumSquareMetres" label={text.premiumFloor} unit="m²" optional />
          </>
        ) : null}
        {!['house', 'apartment'].includes(kind) ? (
          <NumberAt path="check.building.serviceSquareMetres" label={text.serviceFloor} unit="m²" optional />
        ) : null}
        {kind === 'factory' ? (
          <NumberAt path="check.building.productionFloors" label={text.productionFloors} whole optional />
        ) : null}
      </div>
      <label className="row check">
        <input
          type="checkbox"
          checked={parking !== null}
          onChange={({ target }) =>
            set('check.building.parking', target.checked ? { cars: 0, motorcycles: 0, squareMetres: 0 } : null)
          }
        />
        {t(text.parkingKnown)}
      </label>
      {parking ? (
        <div className="form-grid">
          <NumberAt path="check.building.parking.cars" label={text.cars} whole empty={0} />
          <NumberAt path="check.building.parking.motorcycles" label={text.motorcycles} whole empty={0} />
          <NumberAt path="check.building.parking.squareMetres" label={text.parkingArea} unit="m²" empty={0} />
        </div>
      ) : null}
      <CheckAt path="check.building.livesWithFloods" label={text.livesWithFloods} />
    </Section>
  )
})
