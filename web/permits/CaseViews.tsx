/** The case's building to look at: the form's massing, its file, or both; on its lot, or in the whole city; and where the two differ. */
import { useEffect, useMemo, useRef, useState } from 'react'
import { type BuildingPlace, placeBuilding } from '../../data/readers/building/place.ts'
import type { PermitCase } from '../../scenarios/api/permits.ts'
import type { Placement } from '../../scenarios/permits/model.ts'
import { Cancelled, Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import type { RuleLine } from '../../scenarios/rules/report.ts'
import { both } from '../../scenarios/text.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { later } from '../shared/later.tsx'
import { Banner, ProblemBanner, ProgressBar, problemOf, Tabs } from '../shared/ui.tsx'
import { hasWebGl2 } from '../shared/webgl.ts'
import { type OpenedBuilding, openBuilding } from './building.ts'
import { type Compared, compared } from './building-compare.ts'
import { onLot, ringIn } from './building-place.ts'
import { PlacementEditor } from './PlacementEditor.tsx'
import { PlanAndModel } from './PlanAndModel.tsx'
import { SitePlan, shapesOf } from './SitePlan.tsx'
import { useView } from './useView.ts'

/** The city's engine is a megabyte: it comes with its tab. */
const City3d = later(async () => ({ default: (await import('./City3d.tsx')).City3d }))

const text = {
  views: both('Cách nhìn công trình', 'Ways to look at the building'),
  model: both('Trên lô đất', 'On its lot'),
  city: both('Trong thành phố 3D', 'In the 3D city'),
  noTiles: both('Dữ liệu thành phố chưa sẵn sàng.', 'The city’s data is not there yet.'),
  noWebGl: both(
    'Trình duyệt này không vẽ được thành phố 3D (thiếu WebGL 2). Dưới đây là mặt bằng vị trí; mọi số liệu và kết quả vẫn đủ.',
    'This browser cannot draw the 3D city (WebGL 2 is missing). Below is the site plan; figures and results are complete.',
  ),
  plan: both('Mặt bằng vị trí', 'Site plan'),
  source: both('Công trình theo', 'The building by'),
  form: both('Đơn', 'The form'),
  file: both('Tệp mô hình', 'Its file'),
  over: both('Cả hai', 'Both'),
  which: both('Tệp', 'File'),
  reading: both('Đang đọc {name}', 'Reading {name}'),
  stop: both('Dừng', 'Stop'),
  missing: both(
    'Đơn dẫn tới một tệp mô hình chưa được đính kèm (mã băm {hash}…).',
    'The application goes by a model’s file that is not attached (hash {hash}…).',
  ),
  masked: both(
    'Tệp đính kèm chỉ người được xem thông tin cá nhân mới mở được.',
    'Attachments open only for those who may see people’s data.',
  ),
  own: both('Vị trí theo đơn.', 'Placed as the application has it.'),
  middle: both('Tạm đặt giữa lô.', 'Put in the middle of the lot for now.'),
  adjust: both('Dời mô hình (chỉ để xem, không lưu)', 'Move the model (for this look alone, not kept)'),
  differs: both('Đơn và tệp mô hình', 'The form and the model’s file'),
  law: both(
    'Quy tắc tính theo số liệu trong đơn. Chỗ lệch là điều người thẩm định cần hỏi lại, không phải căn cứ từ chối.',
    'The rules go by the form’s figures. A difference is for the reviewer to ask about, no ground for refusal.',
  ),
  figure: both('Chỉ tiêu', 'Figure'),
  difference: both('Lệch', 'Difference'),
  beyond: both('quá {limit}', 'over {limit}'),
  within: both('trong sai số', 'within tolerance'),
  figures: {
    footprint: both('Diện tích xây dựng', 'Footprint'),
    height: both('Chiều cao', 'Height'),
    storeys: both('Số tầng nổi', 'Storeys above ground'),
    floors: both('Sàn các tầng nổi', 'Floors above ground'),
    ground: both('Cốt nền tầng 1', 'Ground floor level'),
    offset: both('Lệch vị trí (tâm hình chiếu)', 'Offset (middle of the footprint)'),
  },
}

type Source = 'form' | 'file' | 'both'

interface Opened {
  readonly hash: string
  readonly building: OpenedBuilding
  readonly place: BuildingPlace
  readonly placement: Placement
  readonly from: 'application' | 'file' | 'middle'
}

export function CaseViews(props: {
  permit: PermitCase
  tiles: Tiles | null
  rule: RuleLine | null
  onPicture(take: (() => Promise<Blob | null>) | null): void
}) {
  const { permit, tiles, rule, onPicture } = props
  const { check, model } = permit.application
  const { t } = useWords()
  const [tab, setTab] = useState<'model' | 'city'>('model')
  const [source, setSource] = useState<Source>('form')
  const files = useMemo(
    () => permit.attachments.filter(({ kind }) => kind === 'ifc' || kind === 'glb'),
    [permit.attachments],
  )
  const named = files.find(({ hash }) => hash === model?.hash)
  const [hash, setHash] = useState<string | null>(null)
  const chosen = files.find((file) => file.hash === hash) ?? named ?? files[0] ?? null
  const [opened, setOpened] = useState<Opened | null>(null)
  const [reading, setReading] = useState<number | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  const shown = opened && opened.hash === chosen?.hash ? opened : null

  const open = async (file: NonNullable<typeof chosen>) => {
    stop.current?.abort()
    const mine = new AbortController()
    stop.current = mine
    setProblem(null)
    setReading(0)
    try {
      const answer = await fetch(`/api/permits/${permit.id}/attachments/${file.hash}`, { signal: mine.signal })
      if (!answer.ok)
        throw new Problem({
          code: 'permit/attachment',
          message: both('không tải được tệp', 'the file could not be fetched'),
          file: file.name,
          place: String(answer.status),
        })
      const building = await openBuilding(await answer.blob(), file.name, mine.signal, setReading)
      const { frame, bounds } = tiles!.manifest.city
      const place = placeBuilding(building.model, building.figures, { frame, bounds })
      const own = model?.hash === building.hash ? model.placement : null
      const level = check.building.groundLevelMetres ?? 0
      const placement = own ?? place.placement ?? onLot(building, check.site.ring, level)
      const from = own ? 'application' : place.placement ? 'file' : 'middle'
      setOpened({ hash: file.hash, building, place, placement, from })
    } catch (error) {
      if (error instanceof Cancelled || mine.signal.aborted) return
      setProblem(problemOf(error))
      setSource('form')
    } finally {
      if (stop.current === mine) setReading(null)
    }
  }
  const choose = (next: Source, file = chosen) => {
    setSource(next)
    if (next !== 'form' && file && opened?.hash !== file.hash) void open(file)
  }
  const file = useMemo(
    () =>
      shown && source !== 'form'
        ? { model: shown.building.model, placement: shown.placement, instead: source === 'file' }
        : null,
    [shown, source],
  )
  const seen = useView(check, tiles, file)
  const outlines = useMemo(
    () => (file && shown ? shown.building.figures.footprint.map((ring) => ringIn(ring, shown.placement)) : []),
    [file, shown],
  )
  return (
    <div className="stack">
      <Tabs<'model' | 'city'>
        label={t(text.views)}
        active={tab}
        onChange={setTab}
        tabs={[
          { id: 'model', label: t(text.model), icon: 'home' },
          { id: 'city', label: t(text.city), icon: 'layers' },
        ]}
      />
      {model && !named ? <Banner kind="warning">{t(text.missing, { hash: model.hash.slice(0, 12) })}</Banner> : null}
      {files.length > 0 && chosen ? (
        <div className="row">
          <fieldset className="row plain" aria-label={t(text.source)}>
            <span aria-hidden="true">{t(text.source)}:</span>
            {(['form', 'file', 'both'] as const).map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={source === one}
                disabled={one !== 'form' && (!permit.people || !tiles)}
                onClick={() => choose(one)}
              >
                {t({ form: text.form, file: text.file, both: text.over }[one])}
              </button>
            ))}
          </fieldset>
          {files.length > 1 ? (
            <select
              aria-label={t(text.which)}
              value={chosen.hash}
              onChange={({ target }) => {
                setHash(target.value)
                choose(source, files.find((one) => one.hash === target.value) ?? chosen)
              }}
            >
              {files.map(({ hash, name }) => (
                <option key={hash} value={hash}>
                  {name}
                </option>
              ))}
            </select>
          ) : (
            <span className="small soft">{chosen.name}</span>
          )}
          {permit.people ? null : <span className="small soft">{t(text.masked)}</span>}
        </div>
      ) : null}
      {reading !== null && chosen ? (
        <div className="row">
          <div className="grow">
            <ProgressBar label={t(text.reading, { name: chosen.name })} fraction={reading} />
          </div>
          <button
            type="button"
            onClick={() => {
              stop.current?.abort()
              setReading(null)
              setSource('form')
            }}
          >
            {t(text.stop)}
          </button>
        </div>
      ) : null}
      {problem ? <ProblemBanner problem={problem} /> : null}
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`}>
        {tab === 'model' ? (
          <PlanAndModel check={check} seen={seen} rule={rule} file={outlines} onPicture={onPicture} />
        ) : !hasWebGl2() ? (
          <>
            <Banner kind="warning">{t(text.noWebGl)}</Banner>
            <SitePlan label={t(text.plan)} shapes={{ ...shapesOf(check, rule), file: outlines }} />
          </>
        ) : tiles ? (
          <City3d view={seen.view} tiles={tiles} />
        ) : (
          <p role="status">{t(text.noTiles)}</p>
        )}
      </div>
      {shown && source !== 'form' ? (
        <>
          <p className="small soft">
            {t(shown.from === 'application' ? text.own : shown.place.how)}
            {shown.from === 'middle' ? ` ${t(text.middle)}` : ''}
            {shown.building.model.remarks.map((remark) => ` ${t(remark)}`)}
          </p>
          <Differences
            rows={compared(check, shown.building, shown.placement, {
              levelKnown: shown.place.levelKnown,
              placeKnown: shown.from !== 'middle',
            })}
          />
          <details>
            <summary>{t(text.adjust)}</summary>
            <PlacementEditor
              building={shown.building}
              placement={shown.placement}
              lot={check.site.ring}
              scalable={shown.building.model.kind === 'glb'}
              onChange={(placement) => setOpened({ ...shown, placement })}
            />
          </details>
        </>
      ) : null}
    </div>
  )
}

function Differences({ rows }: { rows: readonly Compared[] }) {
  const { t, number } = useWords()
  const said = (value: number | null, { digits, unit }: Compared) =>
    value === null ? '–' : `${number(value, digits)} ${unit}`.trim()
  return (
    <div className="stack">
      <h3>{t(text.differs)}</h3>
      <p className="small soft">{t(text.law)}</p>
      <div className="scroll-x">
        <table aria-label={t(text.differs)}>
          <thead>
            <tr>
              <th scope="col">{t(text.figure)}</th>
              <th scope="col" className="figure">
                {t(text.form)}
              </th>
              <th scope="col" className="figure">
                {t(text.file)}
              </th>
              <th scope="col">{t(text.difference)}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.figure} className={row.over ? 'differs' : undefined}>
                <th scope="row">{t(text.figures[row.figure])}</th>
                <td className="figure">{row.figure === 'offset' ? '' : said(row.form, row)}</td>
                <td className="figure">{row.figure === 'offset' ? '' : said(row.file, row)}</td>
                <td>
                  {row.difference === null ? (
                    '–'
                  ) : (
                    <>
                      {Math.round(row.difference * 10 ** row.digits) > 0 && row.figure !== 'offset' ? '+' : ''}
                      {said(row.difference, row)}{' '}
                      <span className={row.over ? 'badge over' : 'small soft'}>
                        {row.over ? t(text.beyond, { limit: said(row.tolerance, row) }) : t(text.within)}
                      </span>
                    </>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  )
}
