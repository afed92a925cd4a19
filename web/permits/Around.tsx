/** What lies around the lot: the area, streets, neighbours, corridors, buffers, plans on file. What is not known stays so. */
import { memo, useState } from 'react'
import type { Bilingual } from '../../scenarios/text.ts'
import { useWords } from '../shared/language.tsx'
import { Icon, ProvenanceBadge } from '../shared/ui.tsx'
import { Drawn, type DrawnRing } from './Drawn.tsx'
import { emptyPlan } from './draft.ts'
import { ChoiceAt, KnownAt, NumberAt, Section, TextAt, useDraft, useForm } from './form.tsx'
import { intakeText as text } from './intake-text.ts'
import { bufferTitles, corridorTitles, roadClassTitles } from './names.ts'

const townClasses = Object.fromEntries(
  (['special', 'I', 'II', 'III', 'IV', 'V'] as const).map((one) => [
    one,
    one === 'special' ? { vi: 'Loại đặc biệt', en: 'Special class' } : { vi: `Loại ${one}`, en: `Class ${one}` },
  ]),
)

export const Around = memo(function Around() {
  const { t } = useWords()
  return (
    <Section title={text.aroundSection}>
      <div className="form-grid">
        <ChoiceAt path="check.place.townClass" label={text.townClass} titles={townClasses} nullable />
        <ChoiceAt
          path="check.place.area"
          label={text.areaKind}
          titles={{ new: text.newArea, existing: text.existingArea }}
          nullable
        />
        <KnownAt path="check.place.rural" label={text.rural} />
        <KnownAt path="check.place.industrialZone" label={text.industrialZone} />
        <KnownAt path="check.place.functionalArea" label={text.functionalArea} />
        <KnownAt path="check.place.ruralResidential" label={text.ruralResidential} />
        <KnownAt path="check.place.communeConstruction" label={text.communeConstruction} />
        <KnownAt path="check.place.architectureRegulated" label={text.architectureRegulated} />
      </div>
      <Roads />
      <Neighbours />
      <Corridors />
      <Buffers />
      <details>
        <summary>{t(text.plans)}</summary>
        <div className="stack">
          <Plan name="approved" title={text.planApproved} />
          <Plan name="urbanDesign" title={text.planUrbanDesign} />
          <Plan name="architecture" title={text.planArchitecture} />
        </div>
      </details>
    </Section>
  )
})

function Roads() {
  const { t } = useWords()
  const { set } = useForm()
  const roads = useDraft((draft) => draft.check.roads)
  const add = () =>
    set('check.roads', [
      ...roads,
      {
        name: '',
        class: null,
        widthMetres: null,
        plannedWidthMetres: null,
        redLine: null,
        buildingLine: null,
        provenance: null,
      },
    ])
  return (
    <div className="stack">
      <h3>{t(text.roads)}</h3>
      {roads.length === 0 ? <p className="soft small">{t(text.noRoads)}</p> : null}
      {roads.map((road, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place in the list
        <div key={i} className="around-row">
          <div className="form-grid">
            <TextAt path={`check.roads.${i}.name`} label={text.roadName} />
            <ChoiceAt path={`check.roads.${i}.class`} label={text.roadClass} titles={roadClassTitles} nullable />
            <NumberAt path={`check.roads.${i}.widthMetres`} label={text.roadWidth} />
            <NumberAt path={`check.roads.${i}.plannedWidthMetres`} label={text.roadPlanned} optional />
          </div>
          <div className="row small">
            {road.provenance ? <ProvenanceBadge provenance={road.provenance} /> : null}
            <span className="grow soft">
              {t(text.redLine)}: {t(road.redLine ? text.hasLine : text.noLine)}
            </span>
            <Remove path="check.roads" at={i} name={road.name} />
          </div>
        </div>
      ))}
      <div>
        <button type="button" onClick={add}>
          <Icon name="plus" /> {t(text.addRoad)}
        </button>
      </div>
    </div>
  )
}

function Neighbours() {
  const { t } = useWords()
  const { set } = useForm()
  const neighbours = useDraft((draft) => draft.check.neighbours)
  const [drawing, setDrawing] = useState(false)
  const add = ({ ring, byHand }: DrawnRing) => {
    const one = {
      name: t(text.neighbourOf, { n: (neighbours?.length ?? 0) + 1 }),
      footprint: ring,
      heightMetres: null,
      facing: null,
      backToBack: false,
      attached: false,
      provenance: byHand ? ('assumed' as const) : ('observed' as const),
    }
    set('check.neighbours', [...(neighbours ?? []), one])
    setDrawing(false)
  }
  const more = drawing ? (
    <Drawn label={t(text.drawNeighbour)} onDone={add} onCancel={() => setDrawing(false)} />
  ) : (
    <div>
      <button type="button" onClick={() => setDrawing(true)}>
        <Icon name="plus" /> {t(text.drawNeighbour)}
      </button>
    </div>
  )
  if (!neighbours || neighbours.length === 0)
    return (
      <>
        <LookedAt path="check.neighbours" title={text.neighbours} />
        {more}
      </>
    )
  return (
    <>
      <details open={neighbours.length < 6}>
        <summary>
          {t(text.neighbours)} ({neighbours.length})
        </summary>
        <div className="scroll-x">
          <table aria-label={t(text.neighbours)}>
            <thead>
              <tr>
                <th scope="col">{t(text.buildingName)}</th>
                <th scope="col">{t(text.height)} (m)</th>
                <th scope="col">{t(text.attached)}</th>
                <th scope="col" />
              </tr>
            </thead>
            <tbody>
              {neighbours.map(({ name, heightMetres, attached, provenance }, i) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: its place in the list
                <tr key={i}>
                  <td>
                    {name} <ProvenanceBadge provenance={provenance} />
                  </td>
                  <td>
                    <input
                      type="number"
                      step="any"
                      min={0}
                      aria-label={`${t(text.height)}: ${name}`}
                      value={heightMetres ?? ''}
                      onChange={({ target }) =>
                        set(`check.neighbours.${i}.heightMetres`, target.value === '' ? null : Number(target.value))
                      }
                    />
                  </td>
                  <td>
                    <input
                      type="checkbox"
                      aria-label={`${t(text.attached)}: ${name}`}
                      checked={attached}
                      onChange={({ target }) => set(`check.neighbours.${i}.attached`, target.checked)}
                    />
                  </td>
                  <td>
                    <Remove path="check.neighbours" at={i} name={name} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      {more}
    </>
  )
}

function Buffers() {
  const { t } = useWords()
  const { set } = useForm()
  const buffers = useDraft((draft) => draft.check.buffers)
  const [drawing, setDrawing] = useState(false)
  const add = ({ ring, byHand }: DrawnRing) => {
    const one = {
      kind: 'wastewater-mechanical' as const,
      name: t(text.bufferOf, { n: (buffers?.length ?? 0) + 1 }),
      ring,
      cubicMetresPerDay: null,
      provenance: byHand ? ('assumed' as const) : ('observed' as const),
    }
    set('check.buffers', [...(buffers ?? []), one])
    setDrawing(false)
  }
  return (
    <div className="stack">
      {buffers && buffers.length > 0 ? (
        <h3>{t(text.buffers)}</h3>
      ) : (
        <LookedAt path="check.buffers" title={text.buffers} />
      )}
      {buffers?.map(({ name, kind, provenance }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place in the list
        <div key={i} className="around-row">
          <div className="row small">
            <span className="grow">{name}</span>
            {provenance ? <ProvenanceBadge provenance={provenance} /> : null}
            <Remove path="check.buffers" at={i} name={name} />
          </div>
          <div className="form-grid">
            <TextAt path={`check.buffers.${i}.name`} label={text.buildingName} />
            <ChoiceAt path={`check.buffers.${i}.kind`} label={text.bufferKind} titles={bufferTitles} />
            {kind.startsWith('wastewater') ? (
              <NumberAt path={`check.buffers.${i}.cubicMetresPerDay`} label={text.bufferFlow} unit="m³/ngày" optional />
            ) : null}
          </div>
        </div>
      ))}
      {drawing ? (
        <Drawn label={t(text.drawBuffer)} onDone={add} onCancel={() => setDrawing(false)} />
      ) : (
        <div>
          <button type="button" onClick={() => setDrawing(true)}>
            <Icon name="plus" /> {t(text.drawBuffer)}
          </button>
        </div>
      )}
    </div>
  )
}

function Corridors() {
  const { t } = useWords()
  const corridors = useDraft((draft) => draft.check.corridors)
  if (!corridors || corridors.length === 0) return <LookedAt path="check.corridors" title={text.corridors} />
  return (
    <div className="stack">
      <h3>{t(text.corridors)}</h3>
      {corridors.map(({ name, kind, provenance }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its place in the list
        <div key={i} className="around-row">
          <div className="row small">
            <strong>{t(corridorTitles[kind])}</strong> <span className="grow">{name}</span>
            {provenance ? <ProvenanceBadge provenance={provenance} /> : null}
            <Remove path="check.corridors" at={i} name={name} />
          </div>
          <div className="form-grid">
            <NumberAt path={`check.corridors.${i}.clearanceMetres`} label={text.clearance} optional />
            <TextAt path={`check.corridors.${i}.source`} label={text.source} optional />
          </div>
        </div>
      ))}
    </div>
  )
}

/** A list that is empty because there is nothing, or null because nobody has looked. */
function LookedAt({
  path,
  title,
}: {
  path: 'check.neighbours' | 'check.corridors' | 'check.buffers'
  title: Bilingual
}) {
  const { t } = useWords()
  const { set } = useForm()
  const list = useDraft((draft) => draft.check[path.slice('check.'.length) as 'buffers'])
  return (
    <label className="row check">
      <input type="checkbox" checked={list !== null} onChange={({ target }) => set(path, target.checked ? [] : null)} />
      {t(title)}: {t(text.declareNone)}
      <span className="soft">({t(list === null ? text.notLooked : text.nobodyNear)})</span>
    </label>
  )
}

function Remove({ path, at, name }: { path: string; at: number; name: string }) {
  const { t } = useWords()
  const { set } = useForm()
  const list = useDraft((draft) => draft.check[path.slice('check.'.length) as 'roads'])
  return (
    <button
      type="button"
      className="quiet square"
      aria-label={t(text.remove, { name })}
      onClick={() => set(path, list.toSpliced(at, 1))}
    >
      <Icon name="remove" />
    </button>
  )
}

function Plan({ name, title }: { name: 'approved' | 'urbanDesign' | 'architecture'; title: Bilingual }) {
  const { t } = useWords()
  const { set } = useForm()
  const path = `check.plans.${name}`
  const on = useDraft((draft) => draft.check.plans[name] !== null)
  return (
    <fieldset className="around-row">
      <label className="row check">
        <input type="checkbox" checked={on} onChange={({ target }) => set(path, target.checked ? emptyPlan : null)} />
        {t(title)}
      </label>
      {on ? (
        <div className="form-grid">
          <TextAt path={`${path}.document`} label={text.planDocument} />
          <NumberAt path={`${path}.densityPercent`} label={text.planDensity} unit="%" optional />
          <NumberAt path={`${path}.far`} label={text.planFar} optional />
          <NumberAt path={`${path}.storeys`} label={text.planStoreys} whole optional />
          <NumberAt path={`${path}.heightMetres`} label={text.planHeight} unit="m" optional />
          <NumberAt path={`${path}.setbackMetres`} label={text.planSetback} unit="m" optional />
          <NumberAt path={`${path}.greenPercent`} label={text.planGreen} unit="%" optional />
          <NumberAt path={`${path}.groundLevelMetres`} label={text.planGround} unit="m" optional />
        </div>
      ) : null}
    </fieldset>
  )
}
