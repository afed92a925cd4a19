/** What a planner may propose for a parcel, or for what was drawn on the map: each ends as one edit. */
import { type FormEvent, useState } from 'react'
import type { Feature } from '../../scenarios/city/dataset.ts'
import { type Zoning, zoningSchema } from '../../scenarios/city/layers.ts'
import type { Edit } from '../../scenarios/edit.ts'
import type { XY } from '../../scenarios/frame.ts'
import { polygonsOf, ringArea } from '../../scenarios/geometry.ts'
import { recordId, stableId } from '../../scenarios/ids.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Field, Icon, NumberField } from '../shared/ui.tsx'
import { meanGround, useLoaded } from './city.ts'
import { type Draft, fillNow, zoningNow } from './draft.ts'
import { DrawnRoad } from './RoadFields.tsx'
import { text } from './text.ts'

/** To whole centimetres: nobody builds a level of 0.8437 m. */
const toCentimetres = (metres: number): number => Math.round(metres * 100) / 100

export function ParcelActions(props: {
  parcel: Feature<'parcels'>
  groundMetres: number | null
  draft: Draft
  onEdit(edit: Edit): void
}) {
  const { parcel, groundMetres, draft, onEdit } = props
  const { t, number } = useWords()
  const fill = fillNow(draft, parcel.id)
  const [level, setLevel] = useState(() => fill?.levelMetres ?? toCentimetres((groundMetres ?? 1) + 0.5))
  const raise = (event: FormEvent) => {
    event.preventDefault()
    const ring = polygonsOf(parcel.geometry)[0]?.[0]
    if (!ring || !Number.isFinite(level)) return
    onEdit({ kind: 'ground.level', target: parcel.id, from: fill, to: { ring: ring as XY[], levelMetres: level } })
  }
  return (
    <>
      <form className="action stack" onSubmit={raise} aria-label={t(text.raise)}>
        <h3>{t(text.raise)}</h3>
        {groundMetres === null ? null : (
          <p className="small soft">
            {t(text.groundThere)}: {number(groundMetres, 2)} m
          </p>
        )}
        <div className="row end">
          <NumberField
            label={t(text.level)}
            unit="m"
            value={level}
            min={-20}
            max={50}
            step={0.01}
            onChange={setLevel}
          />
          <button type="submit" className="primary">
            {t(text.raiseAction)}
          </button>
        </div>
      </form>
      <ZoningForm parcel={parcel} draft={draft} onEdit={onEdit} />
    </>
  )
}

function ZoningForm({ parcel, draft, onEdit }: { parcel: Feature<'parcels'>; draft: Draft; onEdit(edit: Edit): void }) {
  const { t } = useWords()
  const now = zoningNow(draft, parcel.id, parcel.properties.zoning)
  const [zoning, setZoning] = useState<Zoning>(now)
  const set = (part: Partial<Zoning>) => setZoning({ ...zoning, ...part })
  const propose = (event: FormEvent) => {
    event.preventDefault()
    const parsed = zoningSchema.safeParse({ ...zoning, code: zoning.code.trim() })
    if (parsed.success) onEdit({ kind: 'parcel.zoning', target: parcel.id, from: now, to: parsed.data })
  }
  const share = (value: number) => Math.round(value * 1000) / 10
  const unchanged = (Object.keys(now) as (keyof Zoning)[]).every((key) => zoning[key] === now[key])
  return (
    <form className="action stack" onSubmit={propose} aria-label={t(text.zoningChange)}>
      <h3>{t(text.zoningChange)}</h3>
      <div className="fields">
        <Field label={t(text.code)}>
          {(id) => (
            <input
              id={id}
              value={zoning.code}
              maxLength={12}
              required
              onChange={(event) => set({ code: event.target.value })}
            />
          )}
        </Field>
        <NumberField
          label={t(text.impervious)}
          unit="%"
          value={share(zoning.imperviousShare)}
          min={0}
          max={100}
          step={0.1}
          onChange={(v) => set({ imperviousShare: v / 100 })}
        />
        <NumberField
          label={t(text.density)}
          unit="%"
          value={share(zoning.density)}
          min={0}
          max={100}
          step={0.1}
          onChange={(v) => set({ density: v / 100 })}
        />
        <NumberField
          label={t(text.far)}
          value={zoning.floorAreaRatio}
          min={0}
          max={20}
          step={0.01}
          onChange={(floorAreaRatio) => set({ floorAreaRatio })}
        />
        <NumberField
          label={t(text.buildingHeight)}
          unit="m"
          value={zoning.heightMetres}
          min={0}
          max={300}
          step={0.01}
          onChange={(heightMetres) => set({ heightMetres })}
        />
      </div>
      <div>
        <button type="submit" disabled={unchanged} className="primary">
          {t(text.zoningAction)}
        </button>
      </div>
    </form>
  )
}

/** A ring or a line fresh from the map, on its way to becoming a pond, a fill or a road. */
export interface Drawn {
  readonly kind: 'pond' | 'fill' | 'road'
  readonly ring: readonly XY[]
}

interface DrawnProps {
  readonly drawn: Drawn
  onEdit(edit: Edit): void
  onDiscard(): void
}

/** @param props.edits the draft's, squashed */
export function DrawnForm(props: DrawnProps & { tiles: Tiles; edits: readonly Edit[] }) {
  return props.drawn.kind === 'road' ? <DrawnRoad {...props} line={props.drawn.ring} /> : <DrawnRing {...props} />
}

function DrawnRing(props: DrawnProps & { tiles: Tiles }) {
  const { t } = useWords()
  const { tiles, drawn } = props
  const ground = useLoaded((signal) => meanGround(tiles, drawn.ring, signal), [tiles, drawn])
  if (ground.status === 'loading') return <p role="status">{t(text.readingFeature)}</p>
  return <DrawnFields {...props} ground={ground.status === 'ready' ? ground.value : null} />
}

function DrawnFields(props: DrawnProps & { ground: number | null }) {
  const { drawn, ground, onEdit, onDiscard } = props
  const { t, number, area } = useWords()
  const [bed, setBed] = useState(toCentimetres((ground ?? 1) - 2))
  const [water, setWater] = useState(toCentimetres((ground ?? 1) - 1.5))
  const [level, setLevel] = useState(toCentimetres((ground ?? 1) + 0.5))
  const pond = drawn.kind === 'pond'
  const wrong = pond && ground !== null && bed >= ground
  const ring = drawn.ring.map(([x, y]): XY => [Math.round(x * 1000) / 1000, Math.round(y * 1000) / 1000])
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (wrong) return
    onEdit(
      pond
        ? {
            kind: 'pond',
            target: stableId('pond', recordId()),
            from: null,
            to: { ring, bedMetres: bed, waterMetres: Math.max(bed, water) },
          }
        : { kind: 'ground.level', target: stableId('fill', recordId()), from: null, to: { ring, levelMetres: level } },
    )
  }
  const title = t(pond ? text.newPond : text.newFill)
  return (
    <form className="action stack" onSubmit={add} aria-label={title}>
      <h2>
        <Icon name={pond ? 'pond' : 'fill'} /> {title}
      </h2>
      <p className="small soft">
        {t(text.drawnArea)}: {area(Math.abs(ringArea(ring)))}
        {ground === null ? '' : ` · ${t(text.groundThere)}: ${number(ground, 2)} m`}
      </p>
      <div className="fields">
        {pond ? (
          <>
            <NumberField label={t(text.bed)} unit="m" value={bed} min={-20} max={50} step={0.01} onChange={setBed} />
            <NumberField
              label={t(text.water)}
              unit="m"
              value={water}
              min={-20}
              max={50}
              step={0.01}
              onChange={setWater}
            />
          </>
        ) : (
          <NumberField
            label={t(text.level)}
            unit="m"
            value={level}
            min={-20}
            max={50}
            step={0.01}
            onChange={setLevel}
          />
        )}
      </div>
      {wrong ? <Banner kind="error">{t(text.bedAboveGround)}</Banner> : null}
      <div className="row">
        <button type="submit" className="primary">
          {t(pond ? text.addPond : text.addFill)}
        </button>
        <button type="button" onClick={onDiscard}>
          {t(text.discard)}
        </button>
      </div>
    </form>
  )
}
