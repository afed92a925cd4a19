/** The corner table: typed, pasted, read from a file; what is wrong with it, and what it comes to. */
import { type ClipboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react'
import type { XY } from '../../scenarios/frame.ts'
import { opened, polygonArea } from '../../scenarios/geometry.ts'
import { commonArea, without } from '../../scenarios/overlay.ts'
import { type SideRole, sideRoles } from '../../scenarios/permits/lot-sides.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import type { Bilingual } from '../../scenarios/text.ts'
import type { Tiles } from '../../tiles/read/index.ts'
import { useWords } from '../shared/language.tsx'
import { Icon, ProblemBanner, problemOf } from '../shared/ui.tsx'
import { type CornerRow, emptyRow, parseTable, rowsOf, type Survey } from './corners.ts'
import { Section, useDraft, useFault, useForm } from './form.tsx'
import { filledFrom } from './IntakeParcel.tsx'
import { intakeText as text } from './intake-text.ts'
import type { Massing } from './massing.ts'
import { sideRoleTitles } from './names.ts'
import { type Outlines, outlinesOf } from './outline-file.ts'
import { SitePlan } from './SitePlan.tsx'
import { parcelsUnder, type SiteFacts, siteOf } from './surroundings.ts'

export const Corners = memo(function Corners(props: {
  survey: Survey
  massing: Massing | null
  roles: readonly SideRole[]
  tiles: Tiles | null
}) {
  const { survey, massing, roles, tiles } = props
  const { t, number, area, percent } = useWords()
  const { set, change } = useForm()
  const fault = useFault('corners')
  const input = useRef<HTMLInputElement>(null)
  const [remarks, setRemarks] = useState<readonly Bilingual[]>([])
  const [read, setRead] = useState<Outlines | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const rows = useDraft((draft) => draft.corners)
  const roads = useDraft((draft) => draft.check.roads)
  const neighbours = useDraft((draft) => draft.check.neighbours)
  const registered = useDraft((draft) => draft.check.site.registered)

  const take = (table: Parameters<typeof set>[1]) => {
    set('roles', null)
    set('corners', table)
  }
  const paste = (event: ClipboardEvent, at: number) => {
    const words = event.clipboardData.getData('text/plain')
    if (!/[\n\t;]/.test(words.trim())) return
    const pasted = parseTable(words)
    if (pasted.rows.length === 0) return
    event.preventDefault()
    take([...rows.slice(0, at), ...pasted.rows, ...rows.slice(at + pasted.rows.length)].filter(filledOrFirst))
    setRemarks(pasted.remarks)
  }
  const open = async (file: File) => {
    setProblem(null)
    setRead(null)
    try {
      const { frame, bounds } = tiles!.manifest.city
      const found = await outlinesOf(file, { frame, bounds })
      setRead(found)
      take(rowsOf(found.outlines[0]!.ring))
      setRemarks([found.how])
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  const { common, beyond } = useMemo(() => sharedWith(registered, survey.ring), [registered, survey.ring])
  const corners = survey.ring ? opened(survey.ring).length : rows.length
  return (
    <Section title={text.cornersSection} hint={text.cornersHint}>
      <div className="corners">
        <div className="stack">
          <div className="scroll-x">
            <table aria-label={t(text.cornersSection)} id="field-corners">
              <thead>
                <tr>
                  <th scope="col">{t(text.corner)}</th>
                  <th scope="col">X (m)</th>
                  <th scope="col">Y (m)</th>
                  <th scope="col">{t(text.side)}</th>
                  <th scope="col">{t(text.role)}</th>
                  <th scope="col">
                    <span className="visually-hidden">{t(text.removeCorner, { n: '' })}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row, i) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a corner is its place in the table
                  <tr key={i} className={survey.marked.includes(i) ? 'wrong' : undefined}>
                    <th scope="row">{i + 1}</th>
                    {(['x', 'y', 'side'] as const).map((key) => (
                      <td key={key}>
                        <input
                          aria-label={t({ x: text.xOf, y: text.yOf, side: text.sideOf }[key], { n: i + 1 })}
                          aria-invalid={survey.marked.includes(i)}
                          inputMode="decimal"
                          autoComplete="off"
                          className={key}
                          value={row[key]}
                          onPaste={(event) => paste(event, i)}
                          onChange={({ target }) => {
                            set(`corners.${i}.${key}`, target.value)
                          }}
                        />
                      </td>
                    ))}
                    <td>
                      {i < corners ? (
                        <select
                          aria-label={t(text.roleOf, { n: i + 1 })}
                          value={roles[i] ?? 'side'}
                          onChange={({ target }) =>
                            set(
                              'roles',
                              rows.map((_, k) => (k === i ? (target.value as SideRole) : (roles[k] ?? 'side'))),
                            )
                          }
                        >
                          {sideRoles.map((role) => (
                            <option key={role} value={role}>
                              {t(sideRoleTitles[role])}
                            </option>
                          ))}
                        </select>
                      ) : null}
                    </td>
                    <td>
                      <button
                        type="button"
                        className="quiet square"
                        aria-label={t(text.removeCorner, { n: i + 1 })}
                        onClick={() => take(rows.toSpliced(i, 1))}
                      >
                        <Icon name="close" />
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <div className="row">
            <button type="button" onClick={() => set('corners', [...rows, emptyRow])}>
              <Icon name="plus" /> {t(text.addCorner)}
            </button>
            <input
              ref={input}
              type="file"
              className="visually-hidden"
              tabIndex={-1}
              aria-label={t(text.readFile)}
              accept=".dxf,.geojson,.json"
              onChange={({ target }) => {
                const [file] = target.files ?? []
                if (file) void open(file)
                target.value = ''
              }}
            />
            <button type="button" disabled={!tiles} onClick={() => input.current?.click()}>
              {t(text.readFile)}
            </button>
            {read && read.outlines.length > 1 ? (
              <select
                aria-label={t(text.outline)}
                onChange={({ target }) => take(rowsOf(read.outlines[Number(target.value)]!.ring))}
              >
                {read.outlines.map(({ name, squareMetres }, i) => (
                  <option key={name} value={i}>
                    {name}: {area(squareMetres)}
                  </option>
                ))}
              </select>
            ) : null}
          </div>
          {problem ? <ProblemBanner problem={problem} /> : null}
          {remarks.map((remark) => (
            <p key={remark.en} className="small soft" role="status">
              {t(remark)}
            </p>
          ))}
          {filled(rows) ? (
            <ul className="faults" aria-live="polite">
              {survey.faults.map(({ row, message }) => (
                <li key={`${row}${message.en}`} className="fault">
                  {t(text.corner)} {row + 1}: {t(message)}
                </li>
              ))}
            </ul>
          ) : null}
          {fault && survey.faults.length === 0 ? <p className="fault">{t(fault)}</p> : null}
          {survey.areaSquareMetres > 0 ? (
            <dl className="facts">
              <dt>{t(text.area)}</dt>
              <dd>{number(survey.areaSquareMetres, 1)} m²</dd>
              <dt>{t(text.perimeter)}</dt>
              <dd>{number(survey.perimeterMetres, 2)} m</dd>
              <dt>{t(text.closingError)}</dt>
              <dd>
                {survey.closingErrorMetres === null
                  ? t(text.closesItself)
                  : `${number(survey.closingErrorMetres * 1000)} mm`}
              </dd>
              {survey.sideErrorMetres === null ? null : (
                <>
                  <dt>{t(text.sideError)}</dt>
                  <dd>{number(survey.sideErrorMetres, 3)} m</dd>
                </>
              )}
              {common === null ? null : (
                <>
                  <dt>{t(text.overlap)}</dt>
                  <dd>
                    {t(text.overlapOf, {
                      area: `${number(common, 1)} m²`,
                      share: percent(common / survey.areaSquareMetres),
                    })}
                  </dd>
                </>
              )}
              {beyond === null || beyond < 0.05 ? null : (
                <>
                  <dt>{t(text.beyond)}</dt>
                  <dd className="fault">{number(beyond, 1)} m²</dd>
                </>
              )}
            </dl>
          ) : null}
        </div>
        <div className="stack">
          {survey.ring && !registered && tiles ? (
            <Under
              tiles={tiles}
              ring={survey.ring}
              onProblem={setProblem}
              onParcel={(site) => change((draft) => filledFrom(draft, site, 'as-typed'))}
            />
          ) : null}
          <SitePlan
            label={t(text.plan)}
            shapes={{
              lot: survey.ring ?? sketched(rows, survey),
              registered,
              footprints: massing?.parts.map(({ footprint }) => footprint) ?? [],
              redLines: roads.flatMap(({ redLine }) => (redLine ? [redLine] : [])),
              buildingLines: roads.flatMap(({ buildingLine }) => (buildingLine ? [buildingLine] : [])),
              neighbours: neighbours ?? [],
              marked: survey.marked,
            }}
          />
        </div>
      </div>
    </Section>
  )
})

/** Area in common with the registered parcel, and beyond it, m²; null where either is not known. */
function sharedWith(registered: readonly XY[] | null, ring: readonly XY[] | null) {
  if (!registered || !ring) return { common: null, beyond: null }
  const outline = (ring: readonly XY[]) => ({ type: 'Polygon' as const, coordinates: [[...ring]] })
  const left = without(outline(ring), [outline(registered)])
  return {
    common: commonArea(outline(ring), outline(registered)),
    beyond: left ? polygonArea({ type: 'MultiPolygon', coordinates: left }) : null,
  }
}

/** Parcels of the city under corners that were typed or read: one of them may fill in the rest. */
function Under(props: {
  tiles: Tiles
  ring: readonly XY[]
  onParcel(site: SiteFacts): void
  onProblem(problem: ProblemDetail): void
}) {
  const { tiles, ring, onParcel, onProblem } = props
  const words = useWords()
  const { t, number } = words
  const [found, setFound] = useState<Awaited<ReturnType<typeof parcelsUnder>>>([])
  useEffect(() => {
    const stop = new AbortController()
    parcelsUnder(tiles, ring, stop.signal)
      .then((parcels) => {
        if (!stop.signal.aborted) setFound(parcels.slice(0, 3))
      })
      // Outside the city's ground there are no parcels: the corners themselves are told so.
      .catch(() => setFound([]))
    return () => stop.abort()
  }, [tiles, ring])
  if (found.length === 0) return null
  return (
    <div className="around-row">
      <strong>{t(text.under)}</strong>
      {found.map(({ parcel, squareMetres }) => (
        <div key={parcel.id} className="row">
          <span className="grow">
            {t(text.parcelName, { number: parcel.properties.number, sheet: parcel.properties.sheet })} (
            {number(squareMetres, 1)} m²)
          </span>
          <button
            type="button"
            onClick={() =>
              siteOf(tiles, parcel, words, new AbortController().signal).then(onParcel, (error) =>
                onProblem(problemOf(error)),
              )
            }
          >
            {t(text.fillFrom)}
          </button>
        </div>
      ))}
    </div>
  )
}

const filledOrFirst = ({ x, y }: { x: string; y: string }, i: number) => i < 3 || x.trim() !== '' || y.trim() !== ''
const filled = (rows: readonly { x: string; y: string }[]) =>
  rows.some(({ x, y }) => x.trim() !== '' || y.trim() !== '')

/** A crossing outline is drawn all the same, so that one sees where. */
function sketched(rows: readonly CornerRow[], survey: Survey): XY[] | null {
  if (survey.areaSquareMetres === 0 && survey.perimeterMetres === 0) return null
  const points = parseTable(rows.map(({ x, y }) => `${x}\t${y}`).join('\n')).rows
  return points.map(({ x, y }): XY => [Number(y), Number(x)])
}
