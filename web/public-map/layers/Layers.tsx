/** Which layers the map shows, what their colours mean, where each comes from and under which licence. */
import type { LayerManifest } from '../../../scenarios/city/dataset.ts'
import type { LayerId } from '../../../scenarios/city/layers.ts'
import { type Bilingual, both } from '../../../scenarios/text.ts'
import { planningColours } from '../../shared/colours.ts'
import { useWords } from '../../shared/language.tsx'
import { useLoaded } from '../../shared/loaded.ts'
import { useTheme } from '../../shared/theme.tsx'
import { ProblemBanner, ProvenanceBadge } from '../../shared/ui.tsx'
import { FloodChoice } from '../flood/FloodChoice.tsx'
import type { Shown } from '../map/look.ts'
import { manifest } from '../map/manifest.ts'
import { dark, light, type Palette } from '../map/palette.ts'
import { switches, switchLayer, useShownLayers } from './shown.ts'

const text = {
  switches: both('Hiện trên bản đồ', 'Shown on the map'),
  always: both('Luôn hiện', 'Always shown'),
  legend: both('Chú giải', 'Legend'),
  source: both('Nguồn', 'Source'),
  licence: both('giấy phép', 'licence'),
  planNote: both(
    'Màu theo quy hoạch phân khu dựng lại; không thay cho thông tin quy hoạch do cơ quan có thẩm quyền cấp.',
    'Colours of the reconstructed zoning plan; no substitute for a planning statement of the authority.',
  ),
}

const titles: Readonly<Record<Shown, Bilingual>> = {
  units: both('Ranh giới phường, xã', 'Ward and commune limits'),
  subunits: both('Khu vực, ấp', 'Quarters and hamlets'),
  landmarks: both('Địa điểm', 'Places'),
  buildings: both('Nhà, công trình', 'Buildings'),
  houses: both('Số nhà (khi phóng to)', 'House numbers (from near)'),
  zones: both('Quy hoạch phân khu', 'Zoning plan'),
  parcels: both('Thửa đất (khi phóng to)', 'Parcels (from near)'),
  gridcells: both('Ô mã địa chỉ', 'Grid code cells'),
}
const layerOf: Readonly<Record<Shown, LayerId>> = {
  units: 'units',
  subunits: 'subunits',
  landmarks: 'landmarks',
  buildings: 'buildings',
  houses: 'addresses',
  zones: 'zones',
  parcels: 'parcels',
  gridcells: 'gridcells',
}
const base: readonly (readonly [LayerId, Bilingual])[] = [
  ['roads', both('Đường, hẻm', 'Streets and alleys')],
  ['water', both('Sông, kênh, hồ', 'Rivers, canals, lakes')],
  ['landcover', both('Mặt đất', 'Land cover')],
]

interface Row {
  readonly colour: string
  readonly title: Bilingual
  readonly shape: 'surface' | 'line' | 'dashed' | 'dot'
}

function legendOf(id: Shown | LayerId, palette: Palette): readonly Row[] {
  const row = (shape: Row['shape'], colour: string, vi: string, en: string): Row => ({
    shape,
    colour,
    title: both(vi, en),
  })
  switch (id) {
    case 'units':
      return [row('dashed', palette.unit, 'Ranh giới phường, xã từ 1/7/2025', 'Limits since 1 July 2025')]
    case 'subunits':
      return [row('dashed', palette.subunit, 'Ranh giới khu vực, ấp', 'Limits of quarters and hamlets')]
    case 'gridcells':
      return [row('dashed', palette.grid, 'Ô có chung phần đầu mã', 'Cells that share the front of the code')]
    case 'landmarks':
      return [
        row('dot', palette.places.government!, 'Cơ quan', 'Offices'),
        row('dot', palette.places.education!, 'Trường học', 'Schools'),
        row('dot', palette.places.health!, 'Y tế', 'Health'),
        row('dot', palette.places.market!, 'Chợ, mua sắm', 'Markets, shops'),
        row('dot', palette.places.park!, 'Công viên, hồ, thể thao', 'Parks, lakes, sport'),
        row('dot', palette.places.heritage!, 'Di tích, du lịch', 'Heritage, tourism'),
      ]
    case 'buildings':
      return [row('surface', palette.building, 'Nhà, công trình', 'Buildings')]
    case 'parcels':
      return [row('line', palette.parcel, 'Ranh thửa; số là tờ/thửa', 'Parcel limits; figures are sheet/number')]
    case 'zones':
      return planningColours.map(({ code, colour, title }) => ({
        colour,
        shape: 'surface',
        title: both(`${code} – ${title.vi}`, `${code} – ${title.en}`),
      }))
    case 'roads':
      return [
        row('line', palette.roads.trunk![0], 'Quốc lộ', 'Trunk roads'),
        row('line', palette.roads.arterial![0], 'Đường chính', 'Arterials'),
        row('line', palette.roads.collector![0], 'Đường gom', 'Collectors'),
      ]
    case 'water':
      return [row('surface', palette.water, 'Mặt nước', 'Water')]
    case 'landcover':
      return [
        row('surface', palette.built, 'Khu dân cư', 'Built-up'),
        row('surface', palette.green, 'Cây xanh, thể thao', 'Green, sport'),
        row('surface', palette.industry, 'Công nghiệp, hạ tầng', 'Industry, utilities'),
        row('surface', palette.landcover.paddy!, 'Đồng ruộng', 'Fields'),
      ]
    default:
      return []
  }
}

export function Layers() {
  const { t } = useWords()
  const shown = useShownLayers()
  const { theme } = useTheme()
  const palette = theme === 'dark' ? dark : light
  const about = useLoaded(() => manifest(), [])
  const sourceOf = (id: LayerId) =>
    about.status === 'ready' ? about.value.city.layers.find((layer) => layer.id === id) : undefined
  return (
    <div className="stack">
      {about.status === 'failed' ? <ProblemBanner problem={about.problem} /> : null}
      <fieldset className="layer-switches">
        <legend>{t(text.switches)}</legend>
        {switches.map((id) => (
          <div key={id} className="layer">
            <label>
              <input
                type="checkbox"
                checked={shown.includes(id)}
                onChange={(event) => switchLayer(id, event.target.checked)}
              />
              {t(titles[id])}
            </label>
            {shown.includes(id) ? <Legend rows={legendOf(id, palette)} long={id === 'zones'} /> : null}
            {id === 'zones' && shown.includes(id) ? <p className="soft">{t(text.planNote)}</p> : null}
            <Source about={sourceOf(layerOf[id])} />
          </div>
        ))}
      </fieldset>
      <FloodChoice />
      <h2>{t(text.always)}</h2>
      {base.map(([id, title]) => (
        <div key={id} className="layer">
          <h3>{t(title)}</h3>
          <Legend rows={legendOf(id, palette)} />
          <Source about={sourceOf(id)} />
        </div>
      ))}
    </div>
  )
}

function Legend({ rows, long = false }: { rows: readonly Row[]; long?: boolean }) {
  const { t } = useWords()
  if (rows.length === 0) return null
  const list = (
    <ul className="legend">
      {rows.map(({ colour, title, shape }) => (
        <li key={title.vi}>
          <span className={`swatch ${shape}`} style={{ color: colour }} aria-hidden="true" />
          {t(title)}
        </li>
      ))}
    </ul>
  )
  if (!long) return list
  return (
    <details>
      <summary>{t(text.legend)}</summary>
      {list}
    </details>
  )
}

function Source({ about }: { about: LayerManifest | undefined }) {
  const { t } = useWords()
  if (!about) return null
  return (
    <details className="soft">
      <summary>
        {t(text.source)} <ProvenanceBadge provenance={about.provenance} />
      </summary>
      <ul>
        {about.sources.map(({ title, licence, date, url }) => (
          <li key={title}>
            {url ? <a href={url}>{title}</a> : title}
            {date ? `, ${date}` : ''} ({t(text.licence)}: {licence})
          </li>
        ))}
      </ul>
      {about.note ? <p>{t(about.note)}</p> : null}
    </details>
  )
}
