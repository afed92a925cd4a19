/** Section 2: the parcel, looked up in the city’s cadastral map, and what the city knows of it. */
import { memo, useState } from 'react'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { Provenance } from '../../scenarios/provenance.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { useUnits } from '../shared/units.ts'
import { rowsOf } from './corners.ts'
import { type Draft, withValue } from './draft.ts'
import { ChoiceAt, NumberAt, Section, TextAt, useDraft, useForm } from './form.tsx'
import { intakeText as text } from './intake-text.ts'
import { findParcel, type SiteFacts, siteOf } from './surroundings.ts'

export const ParcelSection = memo(function ParcelSection({ tiles }: { tiles: Tiles | null }) {
  const words = useWords()
  const { t, percent } = words
  const { change } = useForm()
  const units = useUnits()
  const [share, setShare] = useState<number | null>(null)
  const [said, setSaid] = useState<{ kind: 'info' | 'warning'; words: string } | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const number = useDraft((draft) => draft.site.parcel)
  const sheet = useDraft((draft) => draft.site.mapSheet)
  const find = async () => {
    const stop = new AbortController()
    setShare(0)
    setSaid(null)
    setProblem(null)
    try {
      const parcel = await findParcel(tiles!, sheet, number, stop.signal, setShare)
      if (parcel) {
        const site = await siteOf(tiles!, parcel, words, stop.signal)
        change((draft) => filledFrom(draft, site, 'registered'))
        setSaid({ kind: 'info', words: t(text.filled) })
      } else setSaid({ kind: 'warning', words: t(text.notFound, { number, sheet }) })
    } catch (error) {
      setProblem(problemOf(error))
    } finally {
      setShare(null)
    }
  }
  return (
    <Section title={text.parcelSection}>
      <div className="form-grid">
        <TextAt path="site.mapSheet" label={text.mapSheet} inputMode="numeric" />
        <TextAt path="site.parcel" label={text.parcel} inputMode="numeric" />
        <div className="field">
          <span aria-hidden="true">&nbsp;</span>
          <button
            type="button"
            disabled={!tiles || share !== null || sheet.trim() === '' || number.trim() === ''}
            onClick={find}
          >
            {share === null ? t(text.find) : t(text.finding, { share: percent(share) })}
          </button>
        </div>
      </div>
      {said ? <Banner kind={said.kind}>{said.words}</Banner> : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div className="form-grid">
        <TextAt path="site.street" label={text.street} />
        {units.length > 0 ? (
          <ChoiceAt
            path="site.unitCode"
            label={text.unit}
            titles={Object.fromEntries(units.map(({ code, name }) => [code, { vi: name, en: name }]))}
          />
        ) : (
          <TextAt path="site.unitCode" label={text.unit} />
        )}
        <NumberAt path="check.site.registeredSquareMetres" label={text.registeredArea} unit="m²" optional />
        <TextAt path="check.site.landUse" label={text.landUse} hint={text.landUseHint} empty={null} />
        <TextAt path="check.site.zoning" label={text.zoning} empty={null} />
        <NumberAt path="check.site.rowBlockMetres" label={text.rowBlock} unit="m" optional />
      </div>
    </Section>
  )
})

/** The draft with what the city knows of a parcel. */
export function filledFrom(draft: Draft, site: SiteFacts, corners: 'registered' | 'as-typed'): Draft {
  const { parcel, ring, roads, neighbours, corridors, groundMetres } = site
  const { properties: p, provenance } = parcel
  const paths = {
    'site.parcel': p.number,
    'site.mapSheet': p.sheet,
    'site.street': site.street,
    'site.unitCode': p.unitCode ?? '',
    'check.site.registered': ring,
    'check.site.registeredSquareMetres': p.areaSquareMetres,
    'check.site.landUse': p.landUse,
    'check.site.zoning': p.zoning.code,
    'check.site.provenance': provenance,
    'check.place.rural': site.rural,
    'check.roads': roads,
    'check.neighbours': neighbours,
    'check.corridors': corridors,
    ground: groundMetres,
    corners: corners === 'registered' ? rowsOf(ring) : draft.corners,
    roles: null,
    'massing.setbacks.front': draft.massing.setbacks.front || (p.zoning.setbackMetres ?? 0),
  }
  let filled = draft
  for (const [path, value] of Object.entries(paths)) filled = withValue(filled, path, value)
  const marked = [
    'site.street',
    'site.unitCode',
    'check.site.registeredSquareMetres',
    'check.site.landUse',
    'check.site.zoning',
    'check.place.rural',
    'massing.setbacks.front',
  ]
  const from: Record<string, Provenance> = { ...filled.from }
  for (const path of marked) from[path] = provenance
  return { ...filled, from }
}
