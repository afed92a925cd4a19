/** Common trenches: what the server finds, what was put to those who dig, and what they said. */
import { useState } from 'react'
import type { JointPage } from '../../scenarios/api/works.ts'
import type { ProblemDetail } from '../../scenarios/problem.ts'
import { linesOfStretches } from '../../scenarios/works/stretch.ts'
import { api } from '../shared/api.ts'
import { useWords } from '../shared/language.tsx'
import { useLoaded } from '../shared/loaded.ts'
import { ProblemBanner, problemOf } from '../shared/ui.tsx'
import { JointCard } from './About.tsx'
import { When } from './Loading.tsx'
import { useStreets } from './roads.ts'
import { boundsAbout, StreetMap } from './StreetMap.tsx'
import { text } from './text.ts'

export function Joints({ mayPropose }: { mayPropose: boolean }) {
  const { t } = useWords()
  const loaded = useLoaded(() => api.works.joints(), [])
  const [changed, setChanged] = useState<JointPage | null>(null)
  return (
    <div className="stack">
      <p>{t(text.jointsIntro)}</p>
      <When loaded={loaded}>
        {(value) => <Shown page={changed ?? value} mayPropose={mayPropose} onChanged={setChanged} />}
      </When>
    </div>
  )
}

function Shown(props: { page: JointPage; mayPropose: boolean; onChanged(page: JointPage): void }) {
  const { page, mayPropose, onChanged } = props
  const { t } = useWords()
  const streets = useStreets()
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  const propose = async (works: readonly string[]) => {
    try {
      setProblem(null)
      onChanged(await api.works.propose(works))
    } catch (error) {
      setProblem(problemOf(error))
    }
  }
  return (
    <div className="works-split">
      <div className="stack">
        {problem ? <ProblemBanner problem={problem} /> : null}
        {page.proposals.length === 0 ? <p className="soft">{t(text.noProposals)}</p> : null}
        {page.proposals.map((joint) => (
          <div key={joint.works.join()} className="stack">
            <JointCard joint={joint} own={null} />
            {mayPropose ? (
              <div>
                <button type="button" className="primary" onClick={() => propose(joint.works)}>
                  {t(text.propose)}
                </button>
              </div>
            ) : null}
          </div>
        ))}
        {page.agreements.map((joint) => (
          <JointCard key={joint.id} joint={joint} own={null} />
        ))}
      </div>
      <When loaded={streets}>
        {(value) => {
          const marks = [...page.proposals, ...page.agreements].map((joint) => ({
            id: joint.works.join(),
            lines: linesOfStretches(joint.where, value.roads),
            className: 'own',
            title: joint.titles.map(({ title }) => title).join(' + '),
          }))
          return (
            <StreetMap
              streets={value}
              marks={marks}
              label={t(text.map)}
              fit={boundsAbout(marks.flatMap(({ lines }) => lines))}
            />
          )
        }}
      </When>
    </div>
  )
}
