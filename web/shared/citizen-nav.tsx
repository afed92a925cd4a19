/** Between the staff's pages for what citizens send. */
import { both } from '../../scenarios/text.ts'
import { useWords } from './language.tsx'
import { Link, usePath } from './route.tsx'

const text = {
  label: both('Việc của người dân', 'From citizens'),
  reports: both('Phản ánh', 'Field reports'),
  statements: both('Thông tin quy hoạch', 'Planning information'),
  codes: both('Mã địa chỉ', 'Address codes'),
}
const pages = ['reports', 'statements', 'codes'] as const

export function CitizenNav() {
  const { t } = useWords()
  const path = usePath()
  return (
    <nav aria-label={t(text.label)} className="row sections">
      {pages.map((page) => (
        <Link key={page} href={`/${page}`} aria-current={path.startsWith(`/${page}`) ? 'page' : undefined}>
          {t(text[page])}
        </Link>
      ))}
    </nav>
  )
}
