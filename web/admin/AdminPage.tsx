/** The administrator's pages: units and what their papers print, holidays, rules, sources, the portal. */

import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { Banner } from '../shared/ui.tsx'
import './admin.css'
import { FloodsSection } from './Floods.tsx'
import { HolidaysSection } from './Holidays.tsx'
import { PortalSection } from './Portal.tsx'
import { RulesSection } from './Rules.tsx'
import { SourcesSection } from './Sources.tsx'
import { text } from './text.ts'
import { UnitsSection } from './Units.tsx'

const sections = {
  '/admin': { title: text.units, show: () => <UnitsSection /> },
  '/admin/holidays': { title: text.holidays, show: () => <HolidaysSection /> },
  '/admin/rules': { title: text.rules, show: () => <RulesSection /> },
  '/admin/sources': { title: text.sources, show: () => <SourcesSection /> },
  '/admin/floods': { title: text.floods, show: () => <FloodsSection /> },
  '/admin/portal': { title: text.portal, show: () => <PortalSection /> },
} as const

export default function AdminPage({ path }: { path: string }) {
  const { t } = useWords()
  const { user } = useSession()
  const section = sections[path as keyof typeof sections] ?? sections['/admin']
  return (
    <>
      <Header />
      <main className="page stack admin" id="main">
        <h1>{t(text.title)}</h1>
        {user === undefined ? (
          <p role="status">{t(text.loading)}</p>
        ) : user?.role === 'admin' ? (
          <>
            <nav className="row sections" aria-label={t(text.sections)}>
              {Object.entries(sections).map(([href, { title }]) => (
                <Link key={href} href={href} aria-current={href === path ? 'page' : undefined}>
                  {t(title)}
                </Link>
              ))}
              <Link href="/users">{t(text.users)}</Link>
            </nav>
            {section.show()}
          </>
        ) : (
          <Banner kind="warning">
            {t(text.adminsOnly)} <Link href={`/login?next=${path}`}>{t(text.signIn)}</Link>
          </Banner>
        )}
      </main>
    </>
  )
}
