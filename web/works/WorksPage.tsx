/** `/works…`: what is dug, for anyone; the desk's cases, common trenches, paved streets and rules; a utility's own pages. */
import { useState } from 'react'
import { Header } from '../shared/header.tsx'
import { useWords } from '../shared/language.tsx'
import { Link } from '../shared/route.tsx'
import { useSession } from '../shared/session.tsx'
import { CasePage } from './CasePage.tsx'
import { Cases } from './Cases.tsx'
import { FollowPage } from './FollowPage.tsx'
import { Joints } from './Joints.tsx'
import { NewPage } from './NewPage.tsx'
import { Pavings } from './Pavings.tsx'
import { PublicList } from './PublicList.tsx'
import { Rules } from './Rules.tsx'
import { text } from './text.ts'
import './works.css'

export default function WorksPage({ path }: { path: string }) {
  return (
    <>
      <Header />
      <Body path={path} />
    </>
  )
}

const STAFF = new Set(['reviewer', 'approver', 'admin'])
const tabs = ['publicTab', 'cases', 'joints', 'pavings', 'rules'] as const
type TabName = (typeof tabs)[number]

function Body({ path }: { path: string }) {
  if (path === '/works/new') return <NewPage />
  if (path === '/works/follow') return <FollowPage />
  if (path !== '/works') return <CasePage key={path} id={path.slice('/works/'.length)} />
  return <Home />
}

function Home() {
  const { t } = useWords()
  const { user } = useSession()
  const staff = user && STAFF.has(user.role)
  const [tab, setTab] = useState<TabName | null>(null)
  const shown = staff ? (tab ?? 'cases') : tab === 'pavings' ? tab : 'publicTab'
  const offered: readonly TabName[] = staff ? tabs : ['publicTab', 'pavings']
  return (
    <main className="works-page stack" id="main">
      <div className="row">
        <h1 className="grow">{t(shown === 'publicTab' ? text.publicTitle : text.title)}</h1>
        <Link className="button primary" href="/works/new">
          {t(text.register)}
        </Link>
        <Link className="button" href="/works/follow">
          {t(text.follow)}
        </Link>
      </div>
      <nav className="row works-tabs" aria-label={t(text.title)}>
        {offered.map((one) => (
          <button key={one} type="button" aria-current={shown === one ? 'page' : undefined} onClick={() => setTab(one)}>
            {t(text[one])}
          </button>
        ))}
      </nav>
      {shown === 'publicTab' ? <PublicList /> : null}
      {shown === 'cases' ? <Cases /> : null}
      {shown === 'joints' ? <Joints mayPropose={user?.role === 'reviewer'} /> : null}
      {shown === 'pavings' ? <Pavings mayAdd={user?.role === 'reviewer' || user?.role === 'approver'} /> : null}
      {shown === 'rules' ? <Rules mayChange={user?.role === 'admin'} /> : null}
    </main>
  )
}
