/** Open data: what there is, where it comes from, and how to take it along or open it in QGIS. */
import { useEffect, useState } from 'react'
import type { OpenCatalogue, OpenDataset, OpenFile } from '../../../scenarios/api/open.ts'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { both } from '../../../scenarios/text.ts'
import { fold } from '../../shared/fold.ts'
import { useWords } from '../../shared/language.tsx'
import { problemOf } from '../../shared/problem.ts'
import { ask } from '../ask.ts'
import './data.css'

const text = {
  intro: both(
    'Ai cũng được tải và dùng dữ liệu dưới đây, theo giấy phép ghi ở từng mục. Không có tên chủ sử dụng hay thông tin cá nhân nào.',
    'Anyone may take and use these data, under the licence of each. There is no owner’s name and nothing about any person.',
  ),
  generated: both(
    'Dữ liệu ghi “minh họa” do chương trình sinh ra: dùng để thử, không dùng để quyết định.',
    'Data marked “illustrative” are generated: good for trying out, never for a decision.',
  ),
  loading: both('Đang tải danh mục…', 'Loading the catalogue…'),
  qgis: both('Mở bằng QGIS', 'Open in QGIS'),
  qgisHow: both(
    'QGIS: Lớp › Thêm lớp › WFS / OGC API – Features › Mới, rồi dán địa chỉ này.',
    'QGIS: Layer › Add Layer › WFS / OGC API – Features › New, then paste this address.',
  ),
  copy: both('Sao chép địa chỉ', 'Copy the address'),
  copied: both('Đã sao chép', 'Copied'),
  catalogue: both('Danh mục DCAT (máy đọc)', 'DCAT catalogue (for machines)'),
  find: both('Tìm trong danh mục', 'Find in the catalogue'),
  none: both('Không có mục nào khớp.', 'Nothing fits.'),
  found: both('{n} mục', '{n} datasets'),
  features: both('{n} đối tượng', '{n} features'),
  illustrative: both('Minh họa', 'Illustrative'),
  provenance: both('Nguồn gốc', 'Provenance'),
  licence: both('Giấy phép', 'Licence'),
  sources: both('Nguồn', 'Sources'),
  date: both('Dữ liệu ngày', 'Date of the data'),
  version: both('Phiên bản thành phố', 'Version of the city'),
  download: both('Tải về', 'Download'),
  first: both('tạo khi tải lần đầu', 'made at the first download'),
  withheld: both('Chưa mở', 'Not given out'),
} as const

const kinds = {
  layer: both('Lớp bản đồ', 'Layers of the map'),
  raster: both('Lưới (raster)', 'Grids (rasters)'),
  record: both('Hồ sơ đã công bố', 'Published records'),
} as const

/** For people who have not met the names of formats. */
const formats: Record<OpenFile['format'], { name: string; use: ReturnType<typeof both> }> = {
  geojson: { name: 'GeoJSON', use: both('cho web và GIS', 'for the web and GIS') },
  csv: { name: 'CSV', use: both('mở bằng Excel', 'opens in a spreadsheet') },
  'csv-metadata.json': { name: 'CSVW', use: both('nghĩa và đơn vị của các cột', 'what the columns mean, and units') },
  fgb: { name: 'FlatGeobuf', use: both('cho GIS, tệp lớn', 'for GIS, large files') },
  pmtiles: { name: 'PMTiles', use: both('ô bản đồ vector', 'vector map tiles') },
  tif: { name: 'GeoTIFF', use: both('ảnh lưới cho GIS', 'a grid for GIS') },
}

export default function DataPanel() {
  const { t, language, number } = useWords()
  const [catalogue, setCatalogue] = useState<OpenCatalogue | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const [wanted, setWanted] = useState('')
  useEffect(() => {
    const stop = new AbortController()
    ask<OpenCatalogue>('/open/datasets', { signal: stop.signal })
      .then(setCatalogue)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setProblem(problemOf(error))
      })
    return () => stop.abort()
  }, [])
  const fits = ({ title, about, id }: OpenDataset) =>
    fold(`${id} ${title.vi} ${title.en} ${about.vi} ${about.en}`).includes(fold(wanted))
  const shown = catalogue?.datasets.filter(fits) ?? []

  return (
    <div className="open-data stack">
      <p>{t(text.intro)}</p>
      {problem ? (
        <p role="alert" className="banner error">
          {problem.message[language]}
        </p>
      ) : null}
      {catalogue === null ? (
        problem ? null : (
          <p role="status">{t(text.loading)}</p>
        )
      ) : (
        <>
          {catalogue.datasets.some(({ illustrative }) => illustrative) ? (
            <p className="banner warning">{t(text.generated)}</p>
          ) : null}
          <Qgis path={catalogue.ogc} />
          <p>
            <a href="/open/catalogue.jsonld">{t(text.catalogue)}</a>
          </p>
          <label className="field">
            {t(text.find)}
            <input type="search" value={wanted} onChange={(event) => setWanted(event.target.value)} />
          </label>
          <p role="status" className="hint">
            {shown.length === 0 ? t(text.none) : t(text.found, { n: number(shown.length) })}
          </p>
          {(['layer', 'raster', 'record'] as const).map((kind) => {
            const some = shown.filter((one) => one.kind === kind)
            return some.length === 0 ? null : (
              <section key={kind} aria-label={t(kinds[kind])}>
                <h2>{t(kinds[kind])}</h2>
                <ul>
                  {some.map((dataset) => (
                    <li key={dataset.id}>
                      <Dataset dataset={dataset} version={catalogue.city.version} />
                    </li>
                  ))}
                </ul>
              </section>
            )
          })}
          {catalogue.withheld.length > 0 ? (
            <details>
              <summary>{t(text.withheld)}</summary>
              <ul className="withheld">
                {catalogue.withheld.map(({ id, title, why }) => (
                  <li key={id}>
                    <strong>{t(title)}</strong>: {t(why)}
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </>
      )}
    </div>
  )
}

function Qgis({ path }: { path: string }) {
  const { t } = useWords()
  const [copied, setCopied] = useState(false)
  const address = `${location.origin}${path}`
  const copy = async () => {
    await navigator.clipboard.writeText(address)
    setCopied(true)
  }
  return (
    <section aria-label={t(text.qgis)} className="qgis stack">
      <h2>{t(text.qgis)}</h2>
      <p>{t(text.qgisHow)}</p>
      <input readOnly value={address} aria-label={t(text.qgis)} onFocus={(event) => event.target.select()} />
      <button type="button" onClick={() => void copy().catch(() => {})}>
        {t(copied ? text.copied : text.copy)}
      </button>
      <span role="status" className="visually-hidden">
        {copied ? t(text.copied) : ''}
      </span>
    </section>
  )
}

function Dataset({ dataset, version }: { dataset: OpenDataset; version: string }) {
  const { t, number } = useWords()
  const { id, title, about, illustrative, provenance, provenanceTitle, licences, sources, note, date, features } =
    dataset
  return (
    <details>
      <summary>
        <span className="title">{t(title)}</span>{' '}
        {illustrative ? <span className="badge illustrative">{t(text.illustrative)}</span> : null}
        <span className="hint">{features === null ? '' : t(text.features, { n: number(features) })}</span>
      </summary>
      <p>{t(about)}</p>
      {note ? <p className="hint">{t(note)}</p> : null}
      <ul className="files" aria-label={`${t(text.download)}: ${t(title)}`}>
        {dataset.files.map(({ format, path, bytes }) => (
          <li key={format}>
            <a href={path} download={`${id}.${format}`}>
              {formats[format].name}
            </a>
            <span className="hint">
              {t(formats[format].use)}
              {bytes !== null
                ? ` · ${sizeOf(bytes, number)}`
                : format === 'csv-metadata.json' || dataset.kind === 'record'
                  ? ''
                  : ` · ${t(text.first)}`}
            </span>
          </li>
        ))}
      </ul>
      <dl>
        <dt>{t(text.provenance)}</dt>
        <dd>
          <span className={`badge ${provenance}`}>{t(provenanceTitle)}</span>
        </dd>
        <dt>{t(text.licence)}</dt>
        <dd>
          {licences.map(({ title, url }, i) => (
            <span key={title}>
              {i > 0 ? ', ' : ''}
              {url ? (
                <a href={url} rel="license noreferrer">
                  {title}
                </a>
              ) : (
                title
              )}
            </span>
          ))}
        </dd>
        {sources.length > 0 ? (
          <>
            <dt>{t(text.sources)}</dt>
            <dd>{sources.map((source) => source.title).join('; ')}</dd>
          </>
        ) : null}
        <dt>{t(text.date)}</dt>
        <dd>{date}</dd>
        <dt>{t(text.version)}</dt>
        <dd>
          <code>{version.slice(0, 12)}</code>
        </dd>
      </dl>
    </details>
  )
}

function sizeOf(bytes: number, number: (value: number, digits?: number) => string): string {
  if (bytes < 1000) return `${bytes} B`
  return bytes < 1e6 ? `${number(bytes / 1000, 0)} kB` : `${number(bytes / 1e6, 1)} MB`
}
