/** At intake: a building's file read, put into its place, and what it would fill in shown first. */
import { useRef, useState } from 'react'
import { type BuildingPlace, placeBuilding } from '../../data/readers/building/place.ts'
import type { XY } from '../../scenarios/frame.ts'
import { type Placement, placed } from '../../scenarios/permits/model.ts'
import { Cancelled, type ProblemDetail } from '../../scenarios/problem.ts'
import { type Bilingual, both } from '../../scenarios/text.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { Banner, Icon, ProblemBanner, ProgressBar, problemOf } from '../shared/ui.tsx'
import { holdFile, type OpenedBuilding, openBuilding } from './building.ts'
import { filled, fillsOf } from './building-fill.ts'
import { onLot, ringIn } from './building-place.ts'
import { useDraft, useForm } from './form.tsx'
import type { Massing } from './massing.ts'
import { PlacementEditor } from './PlacementEditor.tsx'
import { SitePlan } from './SitePlan.tsx'

const text = {
  read: both('Đọc từ IFC', 'Read from IFC'),
  readWhy: both(
    'Tệp IFC hoặc glTF (.glb) của công trình: xem trước rồi mới điền, tệp được gửi kèm khi nộp.',
    'The building’s IFC or glTF (.glb) file: shown before anything is filled in, and sent along when you file.',
  ),
  reading: both('Đang đọc {name}', 'Reading {name}'),
  stop: both('Dừng', 'Stop'),
  title: both('Tệp {name} ({schema})', 'File {name} ({schema})'),
  noLot: both(
    'Tệp không tự định vị được: hãy nhập góc ranh lô đất trước, rồi đặt công trình lên lô.',
    'The file does not say where it lies: fill in the lot’s corners first, then place the building on it.',
  ),
  place: both('Đặt công trình lên lô', 'Put the building on the lot'),
  outline: both('Hình chiếu lấy theo', 'Outline taken from'),
  from: {
    walls: both('tường tầng trệt', 'the walls of the ground storey'),
    'walls-and-openings': both('tường và cửa tầng trệt', 'walls and openings of the ground storey'),
    'walls-and-slabs': both('tường và sàn tầng trệt', 'walls and floors of the ground storey'),
    all: both('hình chiếu của mọi tam giác', 'the projection of all triangles'),
  } satisfies Record<string, Bilingual>,
  noOutline: both(
    'Không dựng được hình chiếu (quá nhiều tam giác): chỉ xem được hình.',
    'The outline could not be made (too many triangles): the shape can be looked at only.',
  ),
  incomplete: both(
    'Tệp phức tạp: hình chiếu tầng trên hoặc phần nhô ra có thể thiếu.',
    'A complex file: outlines of upper storeys, or of what juts out, may be missing.',
  ),
  storeys: both('Số tầng (tệp không ghi)', 'Storeys (the file does not say)'),
  level: both(
    'Tệp không nói cốt cao: cốt nền giữ theo đơn.',
    'The file states no level: the form’s ground level stays.',
  ),
  would: both('Sẽ điền vào đơn', 'Would be filled in'),
  field: both('Ô', 'Field'),
  now: both('Đang có', 'Now'),
  next: both('Theo tệp', 'By the file'),
  overwrites: both('ghi đè', 'overwrites'),
  empty: both('trống', 'empty'),
  fill: both('Điền vào đơn', 'Fill in'),
  filled: both(
    'Đã điền {n} mục; tệp sẽ được gửi kèm khi nộp.',
    '{n} entries were filled in; the file goes along when you file.',
  ),
  only: both('Chỉ kèm tệp, không điền', 'Take the file along, fill in nothing'),
  kept: both('Đơn có kèm mô hình ({kind}).', 'The application goes by a model ({kind}).'),
  drop: both('Bỏ mô hình', 'Leave the model out'),
  plan: both('Công trình trong tệp trên lô đất', 'The file’s building on the lot'),
}

export function BuildingFile(props: { massing: Massing | null; lot: readonly XY[] | null; tiles: Tiles | null }) {
  const { massing, lot, tiles } = props
  const { t } = useWords()
  const { set } = useForm()
  const model = useDraft((draft) => draft.model)
  const input = useRef<HTMLInputElement>(null)
  const stop = useRef<AbortController | null>(null)
  const [reading, setReading] = useState<{ name: string; fraction: number } | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [opened, setOpened] = useState<{ building: OpenedBuilding; file: File; place: BuildingPlace } | null>(null)
  const [said, setSaid] = useState<string | null>(null)
  const open = async (file: File) => {
    const mine = new AbortController()
    stop.current = mine
    setProblem(null)
    setOpened(null)
    setSaid(null)
    setReading({ name: file.name, fraction: 0 })
    try {
      const { frame, bounds } = tiles!.manifest.city
      const building = await openBuilding(file, file.name, mine.signal, (fraction) =>
        setReading({ name: file.name, fraction }),
      )
      const place = placeBuilding(building.model, building.figures, { frame, bounds })
      setOpened({ building, file, place })
    } catch (error) {
      if (!(error instanceof Cancelled)) setProblem(problemOf(error))
    } finally {
      setReading(null)
    }
  }
  return (
    <div className="stack building-file">
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={t(text.read)}
        accept=".ifc,.glb,.gltf"
        onChange={({ target }) => {
          const [file] = target.files ?? []
          if (file) void open(file)
          target.value = ''
        }}
      />
      <div className="row">
        <button type="button" disabled={!tiles || reading !== null} onClick={() => input.current?.click()}>
          <Icon name="plus" /> {t(text.read)}
        </button>
        <span className="small soft grow">{t(text.readWhy)}</span>
      </div>
      {reading ? (
        <div className="row">
          <div className="grow">
            <ProgressBar label={t(text.reading, { name: reading.name })} fraction={reading.fraction} />
          </div>
          <button type="button" onClick={() => stop.current?.abort()}>
            {t(text.stop)}
          </button>
        </div>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
      {said ? <Banner kind="info">{said}</Banner> : null}
      {model && !opened ? (
        <div className="row">
          <span className="grow">{t(text.kept, { kind: model.kind.toUpperCase() })}</span>
          <button type="button" onClick={() => set('model', null)}>
            {t(text.drop)}
          </button>
        </div>
      ) : null}
      {opened ? (
        <FillPreview
          key={opened.building.hash}
          {...opened}
          massing={massing}
          lot={lot}
          onDone={(words) => {
            setSaid(words)
            setOpened(null)
          }}
        />
      ) : null}
    </div>
  )
}

function FillPreview(props: {
  building: OpenedBuilding
  file: File
  place: BuildingPlace
  massing: Massing | null
  lot: readonly XY[] | null
  onDone(words: string): void
}) {
  const { building, file, place, massing, lot, onDone } = props
  const words = useWords()
  const { t, number } = words
  const { change } = useForm()
  const draft = useDraft((one) => one)
  const { model, figures } = building
  const [placement, setPlacement] = useState<Placement | null>(place.placement)
  const [storeys, setStoreys] = useState(1)
  /** Said yes or no by hand, by entry; unsaid: yes where the form has nothing. */
  const [wanted, setWanted] = useState<{ readonly [key: string]: boolean }>({})
  const level = draft.check.building.groundLevelMetres ?? draft.ground ?? 0
  const fills = placement
    ? fillsOf(draft, massing, building, { placement, levelKnown: place.levelKnown, storeysByHand: storeys }, words)
    : []
  const isWanted = ({ key, now }: (typeof fills)[number]) => wanted[key] ?? now === null
  const take = (some: typeof fills) => {
    const { packed } = building
    holdFile(building.hash, packed ? new File([packed], file.name.replace(/\.gltf$/i, '.glb')) : file)
    change((now) => ({
      ...filled(now, some),
      model: { hash: building.hash, kind: model.kind, placement: placement! },
    }))
    onDone(t(text.filled, { n: number(some.length) }))
  }
  const shown = lot ?? (model.lot && placement ? ringIn(model.lot, placement) : null)
  return (
    <section className="around-row stack" aria-label={t(text.title, { name: file.name, schema: model.schema })}>
      <h3>{t(text.title, { name: file.name, schema: model.schema })}</h3>
      <Banner kind={place.coarse || !place.placement ? 'warning' : 'info'}>{t(place.how)}</Banner>
      {model.remarks.map((remark) => (
        <p key={remark.en} className="small soft">
          {t(remark)}
        </p>
      ))}
      {figures.footprint.length === 0 ? (
        <Banner kind="warning">{t(text.noOutline)}</Banner>
      ) : (
        <p className="small soft">
          {t(text.outline)}: {t(text.from[figures.footprintFrom])}.{place.levelKnown ? '' : ` ${t(text.level)}`}
        </p>
      )}
      {figures.complete ? null : <Banner kind="warning">{t(text.incomplete)}</Banner>}
      {placement ? (
        <PlacementEditor
          building={building}
          placement={placement}
          lot={lot}
          scalable={model.kind === 'glb'}
          onChange={setPlacement}
        />
      ) : lot ? (
        <div>
          <button type="button" onClick={() => setPlacement(onLot(building, lot, level))}>
            {t(text.place)}
          </button>
        </div>
      ) : (
        <Banner kind="warning">{t(text.noLot)}</Banner>
      )}
      {placement ? (
        <>
          <SitePlan
            label={t(text.plan)}
            shapes={{
              lot: shown ?? figures.footprint[0]?.map((point) => placed(point, placement)) ?? null,
              footprints: figures.footprint.map((ring) => ringIn(ring, placement)),
              projections: figures.parts.flatMap(({ projections }) =>
                projections.map((ring) => ringIn(ring, placement)),
              ),
              redLines: draft.check.roads.flatMap(({ redLine }) => (redLine ? [redLine] : [])),
              neighbours: draft.check.neighbours ?? [],
            }}
          />
          {figures.storeysAbove === null && figures.parts.length > 0 ? (
            <label className="row">
              {t(text.storeys)}
              <input
                type="number"
                min={1}
                max={200}
                value={storeys}
                onChange={({ target }) => setStoreys(Math.max(1, Math.min(200, Math.round(Number(target.value)) || 1)))}
              />
            </label>
          ) : null}
          <div className="scroll-x">
            <table aria-label={t(text.would)}>
              <thead>
                <tr>
                  <th scope="col">{t(text.field)}</th>
                  <th scope="col">{t(text.now)}</th>
                  <th scope="col">{t(text.next)}</th>
                </tr>
              </thead>
              <tbody>
                {fills.map((fill) => (
                  <tr key={fill.key}>
                    <th scope="row">
                      <label className="row check">
                        <input
                          type="checkbox"
                          checked={isWanted(fill)}
                          onChange={({ target }) => setWanted({ ...wanted, [fill.key]: target.checked })}
                        />
                        {t(fill.label)}
                      </label>
                    </th>
                    <td>
                      {fill.now ?? <span className="soft">{t(text.empty)}</span>}
                      {fill.now !== null && isWanted(fill) ? (
                        <>
                          {' '}
                          <span className="badge over">{t(text.overwrites)}</span>
                        </>
                      ) : null}
                    </td>
                    <td>{fill.next}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className="row">
            <button
              type="button"
              className="primary"
              disabled={!fills.some(isWanted)}
              onClick={() => take(fills.filter(isWanted))}
            >
              {t(text.fill)}
            </button>
            <button type="button" onClick={() => take([])}>
              {t(text.only)}
            </button>
          </div>
        </>
      ) : null}
    </section>
  )
}
