/** What the office shows the sender of what was done: copies with faces and plates blurred, opened by the code. */
import { useEffect, useState } from 'react'
import type { ProblemDetail } from '../../../scenarios/problem.ts'
import { useWords } from '../../shared/language.tsx'
import { problemOf } from '../../shared/problem.ts'
import { followedBlob } from '../save-file.ts'
import { Said } from './parts.tsx'
import { text } from './text.ts'

export function ResultPhotos({ code, hashes }: { code: string; hashes: readonly string[] }) {
  const { t } = useWords()
  if (hashes.length === 0) return null
  return (
    <>
      <h4>{t(text.results)}</h4>
      <ul className="report-photos">
        {hashes.map((hash, i) => (
          <li key={hash}>
            <Photo code={code} hash={hash} alt={t(text.resultAlt, { n: i + 1 })} />
          </li>
        ))}
      </ul>
    </>
  )
}

function Photo({ code, hash, alt }: { code: string; hash: string; alt: string }) {
  const [url, setUrl] = useState<string | null>(null)
  const [problem, setProblem] = useState<ProblemDetail | null>(null)
  useEffect(() => {
    let made: string | null = null
    let gone = false
    followedBlob(`/api/reports/follow/photos/${hash}`, code).then(
      (blob) => {
        if (gone) return
        made = URL.createObjectURL(blob)
        setUrl(made)
      },
      (error) => {
        if (!gone) setProblem(problemOf(error))
      },
    )
    return () => {
      gone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [code, hash])
  if (problem) return <Said problem={problem} />
  return url ? (
    <a href={url} target="_blank" rel="noreferrer">
      <img src={url} alt={alt} />
    </a>
  ) : null
}
