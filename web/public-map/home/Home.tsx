/** What a citizen meets first: what can be done here. */
import { both } from '../../../scenarios/text.ts'
import { useWords } from '../../shared/language.tsx'
import { Link } from '../../shared/route.tsx'
import { Icon, IllustrativeBadge } from '../../shared/ui.tsx'
import { panels } from '../panels.tsx'
import { Emergency } from './Emergency.tsx'

export const homeText = {
  title: both('Bản đồ Vị Thanh', 'The map of Vị Thanh'),
  lead: both(
    'Tìm ở ô trên hoặc chạm vào bản đồ: địa chỉ, phường, mã bưu chính.',
    'Search above or tap the map: address, ward, postcode.',
  ),
  todo: both('Tra cứu và gửi', 'Look up and send'),
  map: both('Trên bản đồ', 'On the map'),
  layers: both('Lớp bản đồ', 'Map layers'),
  inView: both('Trong khung nhìn', 'In view'),
  textPage: both('Bản chữ của trang này', 'This page as text'),
  generated: both(
    'Ranh giới, tên, mã và kênh chính là sự kiện có nguồn; nhà, thửa, đường nhỏ được sinh tự động để minh họa.',
    'Limits, names, codes and main waterways are facts with sources; houses, parcels and minor streets are generated for illustration.',
  ),
}

export type Tool = 'layers' | 'view'

export function Home({ onTool }: { onTool(tool: Tool): void }) {
  const { t } = useWords()
  const listed = panels.filter(({ menu }) => menu)
  return (
    <div className="stack">
      <p>{t(homeText.lead)}</p>
      {listed.length > 0 ? (
        <nav aria-label={t(homeText.todo)}>
          <ul className="home-list">
            {listed.map(({ path, title }) => (
              <li key={path}>
                <Link href={`/${path}`}>
                  {t(title)}
                  <Icon name="next" />
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      ) : null}
      <div className="row">
        <button type="button" onClick={() => onTool('layers')}>
          <Icon name="layers" /> {t(homeText.layers)}
        </button>
        <button type="button" onClick={() => onTool('view')}>
          <Icon name="list" /> {t(homeText.inView)}
        </button>
      </div>
      <Emergency />
      <p className="soft">
        <IllustrativeBadge /> {t(homeText.generated)}
      </p>
      <p>
        <a href="/p">{t(homeText.textPage)}</a>
      </p>
    </div>
  )
}
