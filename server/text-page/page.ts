/**
 * The map as plain text: a page without any script, for slow lines, old phones, screen readers and printers. Everything that it shows
 * is on it; its one picture is drawn by the server.
 */
import type { Answer, Candidate, Understood } from '../../scenarios/address/candidate.ts'
import { codeRows, coordinateRows, generatedNote, kindTitle, sureness } from '../../scenarios/address/card.ts'
import { linkOf } from '../../scenarios/address/share-link.ts'
import type { BuildingAnswer, FloodAnswer } from '../../scenarios/api/place.ts'
import { type Bilingual, both, type Language } from '../../scenarios/text.ts'
import type { PlaceFound } from '../addresses/addresses.ts'
import { Html, html } from './html.ts'
import { metaOf, picturePath, placeQuery, siteName } from './meta.ts'
import { STYLE } from './style.ts'

const text = {
  label: both('Địa chỉ, địa điểm, mã hoặc tọa độ', 'Address, place, code or coordinates'),
  find: both('Tìm', 'Find'),
  map: both('Mở bản đồ', 'Open the map'),
  mapHere: both('Mở nơi này trên bản đồ', 'Open this place on the map'),
  other: both('English', 'Tiếng Việt'),
  calls: both('Gọi khẩn cấp', 'Emergency calls'),
  rescue: both('112: tìm kiếm, cứu nạn', '112: search and rescue'),
  fire: both('114: cháy, cứu hộ', '114: fire, rescue'),
  ambulance: both('115: cấp cứu y tế', '115: ambulance'),
  ward: both('{name}: {phone}', '{name}: {phone}'),
  noWard: both('Chưa có số của {name}', 'The number of {name} is not on file'),
  found: both('Kết quả cho “{line}”', 'Found for “{line}”'),
  none: both('Không tìm thấy. Hãy thử thêm tên đường hoặc tên phường.', 'Nothing found. Try the street or the ward.'),
  understood: both('Hiểu', 'Understood'),
  ignored: both('Bỏ qua', 'Ignored'),
  before: both('Trước 1/7/2025', 'Before 1 July 2025'),
  outside: both('Vị trí này nằm ngoài thành phố.', 'This place lies outside the city.'),
  picture: both('Bản đồ quanh {place}', 'Map around {place}'),
  zoning: both('Quy hoạch', 'Zoning'),
  parcel: both('Thửa {number}, tờ {sheet}: {use}, {area} m²', 'Parcel {number}, sheet {sheet}: {use}, {area} m²'),
  noZone: both('Chưa có khu chức năng nào ở đây trong dữ liệu.', 'No zone lies here on file.'),
  unknown: both('Chưa đọc được.', 'Could not be read.'),
  flood: both('Ngập', 'Flood'),
  peak: both('Mực nước {when} (cao nhất đã biết): {words}', 'Level of {when} (the highest known): {words}'),
  scenario: both('{title}: {words}', '{title}: {words}'),
  dry: both('không ngập trong kịch bản này', 'no water in this scenario'),
  water: both('nơi này là mặt nước', 'this is a water surface'),
  blank: both('không rõ', 'not known'),
  illustrative: both('Kết quả minh họa, không dùng để quyết định.', 'Illustrative: not for decisions.'),
  hint: both(
    'Đang mở trong ứng dụng nhắn tin? Nếu bản đồ không chạy, hãy mở bằng trình duyệt.',
    'Opened within a messenger? If the map does not work, open it in a browser.',
  ),
  intro: both(
    'Viết thế nào cũng được: không dấu, viết tắt, tên cũ hay mới, mã bưu chính, tọa độ.',
    'However it is written: without accents, abbreviated, by old or new names, postcodes, coordinates.',
  ),
}

const understoodTitle: Readonly<Record<Understood['kind'], Bilingual>> = {
  house: both('số nhà', 'house'),
  street: both('đường', 'street'),
  place: both('nơi', 'place'),
  unit: both('đơn vị', 'unit'),
  subunit: both('khu', 'quarter'),
  group: both('tổ', 'group'),
  city: both('thành phố', 'city'),
  postcode: both('mã bưu chính', 'postcode'),
  grid: both('mã ô lưới', 'grid code'),
  coordinates: both('tọa độ', 'coordinates'),
  parcel: both('thửa', 'parcel'),
}

export interface WardLine {
  readonly name: string
  /** Empty where the office has not written it down. */
  readonly phone: string
}

export interface CardOf extends PlaceFound {
  readonly ward: WardLine | null
  readonly generated: boolean
  /** Null where it could not be read. */
  readonly building: BuildingAnswer | null
  readonly flood: FloodAnswer | null
}

export type Shown =
  | { readonly kind: 'start' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'answer'; readonly line: string; readonly answer: Answer }
  | { readonly kind: 'card'; readonly card: CardOf }

export interface PageContext {
  readonly language: Language
  /** As people reach the server. */
  readonly origin: string
  /** Path and query without the language. */
  readonly link: string
}

export function textPage(shown: Shown, { language, origin, link }: PageContext): string {
  const t = (said: Bilingual, values: Record<string, string> = {}) =>
    said[language].replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole)
  const place = shown.kind === 'card' ? shown.card.place : null
  const other = language === 'vi' ? 'en' : 'vi'
  const otherLink = `${link}${link.includes('?') ? '&' : '?'}lang=${other}`
  const title = place ? `${place.label} – ${siteName[language]}` : siteName[language]
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="/icons/icon.svg" type="image/svg+xml">
<title>${title}</title>
${metaOf(place, link, origin, language)}<style>${new Html(STYLE)}</style>
</head>
<body>
<header><a href="/">${t(text.map)}</a><a href="${otherLink}" hreflang="${other}" lang="${other}">${t(text.other)}</a></header>
<main>
${place ? null : html`<h1>${siteName[language]}</h1>`}
<form action="/p" method="get" role="search">
<label for="q">${t(text.label)}</label>
<input id="q" name="q" type="search" maxlength="300" autocomplete="off" value="${shown.kind === 'answer' ? shown.line : ''}">
<input type="hidden" name="lang" value="${language}">
<button>${t(text.find)}</button>
</form>
${
  shown.kind === 'card'
    ? cardOf(shown.card, language, t)
    : shown.kind === 'answer'
      ? answerOf(shown.line, shown.answer, language, t)
      : shown.kind === 'outside'
        ? html`<p role="status">${t(text.outside)}</p>`
        : html`<p>${t(text.intro)}</p>`
}
</main>
${callsOf(shown.kind === 'card' ? shown.card.ward : null, t)}
<footer class="screen"><p class="soft">${t(text.hint)}</p></footer>
</body>
</html>
`.text
}

type Say = (said: Bilingual, values?: Record<string, string>) => string

function callsOf(ward: WardLine | null, t: Say): Html {
  const phone = ward?.phone.replace(/[^\d+]/g, '') ?? ''
  const line =
    ward &&
    (phone.length >= 3
      ? html`<li><a href="tel:${phone}">${t(text.ward, { name: ward.name, phone: ward.phone })}</a></li>`
      : html`<li class="soft">${t(text.noWard, { name: ward.name })}</li>`)
  return html`<nav aria-label="${t(text.calls)}"><h2>${t(text.calls)}</h2><ul>
<li><a href="tel:112">${t(text.rescue)}</a></li>
<li><a href="tel:114">${t(text.fire)}</a></li>
<li><a href="tel:115">${t(text.ambulance)}</a></li>
${line}
</ul></nav>`
}

function answerOf(
  line: string,
  { candidates, understood, ignored, outside }: Answer,
  language: Language,
  t: Say,
): Html {
  const what = understood.map(({ kind, text }) => `${t(understoodTitle[kind])} “${text}”`).join(', ')
  return html`<h2>${t(text.found, { line })}</h2>
${outside && html`<p role="status">${t(outside)}</p>`}
${candidates.length === 0 ? (outside ? null : html`<p role="status">${t(text.none)}</p>`) : html`<ol>${candidates.map((place) => optionOf(place, language, t))}</ol>`}
${what !== '' && html`<p class="soft">${t(text.understood)}: ${what}</p>`}
${ignored.length > 0 && html`<p class="soft">${t(text.ignored)}: ${ignored.join(', ')}</p>`}`
}

function optionOf(place: Candidate, language: Language, t: Say): Html {
  const unsure = sureness(place)
  return html`<li><a href="/p?${placeQuery(place)}&amp;lang=${language}">${place.label}</a><br><small>${t(kindTitle[place.kind])}${unsure && place.kind !== 'interpolated' && ` · ${t(unsure)}`}${place.note ? ` · ${t(place.note)}` : null}${place.oldLabel && html`<br>${t(text.before)}: ${place.oldLabel}`}</small></li>
`
}

function cardOf({ place, local, generated, building, flood }: CardOf, language: Language, t: Say): Html {
  const rows = [...codeRows(place), ...coordinateRows(place, local)]
  const link = linkOf({ path: '/', view: { ...place, zoom: 17 }, place: { ...place, text: place.label }, layers: null })
  return html`<h1>${place.label}</h1>
<p class="soft">${t(kindTitle[place.kind])}</p>
${place.note ? html`<p>${t(place.note)}</p>` : null}
${generated && html`<p class="note">${t(generatedNote)}</p>`}
<p class="screen"><a href="${link}">${t(text.mapHere)}</a></p>
<dl>
${rows.map(({ title, value, note }) => html`<dt>${t(title)}</dt><dd>${value}${note ? html`<br><small>${t(note)}</small>` : null}</dd>\n`)}
</dl>
<h2>${t(text.zoning)}</h2>
${zoningOf(building, t)}
<h2>${t(text.flood)}</h2>
${floodOf(flood, t)}
<p><img src="${picturePath(place, language, 600)}" width="600" height="315" alt="${t(text.picture, { place: place.label })}"></p>`
}

function zoningOf(building: BuildingAnswer | null, t: Say): Html {
  if (!building) return html`<p>${t(text.unknown)}</p>`
  const { zone, parcel, notOfficial } = building
  return html`<p>${zone ? [zone.name && `${zone.name}: `, `${t(zone.title)} (${zone.code}), ${zone.plan}`] : t(text.noZone)}</p>
${parcel ? html`<p>${t(text.parcel, { number: parcel.number, sheet: parcel.sheet, use: t(parcel.landUse.title), area: String(Math.round(parcel.areaSquareMetres)) })}</p>` : null}
<p class="soft">${t(notOfficial)}</p>`
}

function floodOf(flood: FloodAnswer | null, t: Say): Html {
  if (!flood) return html`<p>${t(text.unknown)}</p>`
  const [peak] = flood.known
  const here = (one: FloodAnswer['scenarios'][number]['here']) =>
    one.kind === 'depth'
      ? t(one.words)
      : t(one.kind === 'none' ? text.dry : one.kind === 'water' ? text.water : text.blank)
  return html`<ul>
<li>${t(flood.now.says)}</li>
${peak?.here ? html`<li>${t(text.peak, { when: peak.when, words: t(peak.here.words) })}</li>` : null}
${flood.scenarios.map((one) => html`<li>${t(text.scenario, { title: t(one.title), words: here(one.here) })}</li>\n`)}
</ul>
${flood.scenarios.some(({ illustrative }) => illustrative) && html`<p class="soft">${t(text.illustrative)}</p>`}`
}
