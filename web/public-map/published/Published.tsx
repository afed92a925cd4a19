/** `/published…`: what the city has published, each as a list and on the map: plans, permits, street works and closures. */
import './published.css'
import { useWords } from '../../shared/language.tsx'
import { Link } from '../../shared/route.tsx'
import { FollowComment } from './FollowComment.tsx'
import { Permits } from './Permits.tsx'
import { Plan } from './Plan.tsx'
import { Plans } from './Plans.tsx'
import { text } from './text.ts'
import { Works } from './Works.tsx'

const tabs = ['plans', 'permits', 'works'] as const

export default function Published({ rest }: { rest: string }) {
  const { t } = useWords()
  const [first = '', id] = rest.split('/')
  const tab = tabs.find((one) => one === first) ?? 'plans'
  return (
    <div className="published">
      <nav className="published-tabs" aria-label={t(text.lists)}>
        {tabs.map((one) => (
          <Link key={one} href={`/published/${one}`} aria-current={one === tab ? 'page' : undefined}>
            {t(text[one])}
          </Link>
        ))}
      </nav>
      {first === 'follow' ? (
        <FollowComment />
      ) : tab === 'permits' ? (
        <Permits />
      ) : tab === 'works' ? (
        <Works />
      ) : id ? (
        <Plan key={id} id={id} />
      ) : (
        <Plans />
      )}
    </div>
  )
}
