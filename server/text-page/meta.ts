/** What a link tells to those who show a preview of it (Zalo, Facebook, X): Open Graph and Twitter's own. */
import type { Candidate } from '../../scenarios/address/candidate.ts'
import { both, type Language } from '../../scenarios/text.ts'
import { HEIGHT, WIDTH } from '../addresses/preview.ts'
import { type Html, html } from './html.ts'

export const siteName = both('Bản đồ Vị Thanh', 'The map of Vị Thanh')
const about = both(
  'Tìm địa chỉ theo tên cũ và mới, mã bưu chính, mã ô lưới, quy hoạch và ngập ở Vị Thanh.',
  'Addresses by their old and new names, postcodes, grid codes, zoning and flood in Vị Thanh.',
)

/** @param link path and query of the page; @param origin as people reach the server */
export function metaOf(place: Candidate | null, link: string, origin: string, language: Language): Html {
  const title = place?.label ?? siteName[language]
  const said = place
    ? [
        place.oldLabel && `${both('Trước 1/7/2025', 'Before 1 July 2025')[language]}: ${place.oldLabel}`,
        place.postcode,
        place.gridCode,
      ]
        .filter(Boolean)
        .join(' · ')
    : about[language]
  const picture = place ? origin + picturePath(place, language) : null
  return html`<meta name="description" content="${said}">
<meta property="og:type" content="website">
<meta property="og:site_name" content="${siteName[language]}">
<meta property="og:title" content="${title}">
<meta property="og:description" content="${said}">
<meta property="og:url" content="${origin + link}">
<meta property="og:locale" content="${language === 'vi' ? 'vi_VN' : 'en_GB'}">
${
  picture &&
  html`<meta property="og:image" content="${picture}">
<meta property="og:image:type" content="image/png">
<meta property="og:image:width" content="${WIDTH}">
<meta property="og:image:height" content="${HEIGHT}">
<meta property="og:image:alt" content="${title}">
<meta name="twitter:image" content="${picture}">`
}
<meta name="twitter:card" content="${picture ? 'summary_large_image' : 'summary'}">
<meta name="twitter:title" content="${title}">
<meta name="twitter:description" content="${said}">
`
}

export const placeQuery = ({ lon, lat, label }: Pick<Candidate, 'lon' | 'lat' | 'label'>): string =>
  `at=${lon.toFixed(6)},${lat.toFixed(6)}&q=${encodeURIComponent(label)}`

export const picturePath = (place: Candidate, language: Language, wide?: number): string =>
  `/p/preview.png?${placeQuery(place)}&lang=${language}${wide ? `&w=${wide}` : ''}`

const TITLE = /<title>[^<]*<\/title>/
const DESCRIPTION = /<meta name="description"[^>]*>/

/** The page of the map as a link to a place sends it. */
export function withMeta(page: string, place: Candidate, link: string, origin: string, language: Language): string {
  const title = html`<title>${place.label} – ${siteName[language]}</title>
${metaOf(place, link, origin, language)}`.text
  return page.replace(DESCRIPTION, '').replace(TITLE, () => title)
}
