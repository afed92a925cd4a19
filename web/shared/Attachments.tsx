/** Files of a case: listed, sent with progress, each with its own word when it fails. */
import { useEffect, useRef, useState } from 'react'
import { ATTACHMENT_BYTES, type Attachment } from '../../scenarios/api/permits.ts'
import { Problem, type ProblemDetail } from '../../scenarios/problem.ts'
import { both } from '../../scenarios/text.ts'
import type { UploadOptions } from './api.ts'
import { useWords } from './language.tsx'
import { ProblemBanner, ProgressBar, problemOf } from './ui.tsx'

const text = {
  none: both('Chưa có tệp nào.', 'No files yet.'),
  add: both('Thêm tệp', 'Add files'),
  kinds: both(
    'PDF, PNG, JPEG, DXF, GeoJSON, IFC, glTF (.glb); mỗi tệp tối đa {mb} MB.',
    'PDF, PNG, JPEG, DXF, GeoJSON, IFC, glTF (.glb); up to {mb} MB each.',
  ),
  photos: both('Ảnh (PNG, JPEG), PDF; mỗi tệp tối đa {mb} MB.', 'Pictures (PNG, JPEG), PDF; up to {mb} MB each.'),
  tooLarge: both('Tệp lớn quá', 'The file is too large'),
  download: both('Tải {name}', 'Download {name}'),
}

const attachmentTitles: Record<Attachment['kind'], string> = {
  pdf: 'PDF',
  png: 'PNG',
  jpeg: 'JPEG',
  dxf: 'DXF',
  geojson: 'GeoJSON',
  ifc: 'IFC',
  glb: 'glTF',
}

const inMegabytes = (bytes: number) => bytes / 2 ** 20

export function AttachmentList(props: { attachments: readonly Attachment[]; address?(hash: string): string }) {
  const { attachments, address } = props
  const { t, number, dateTime } = useWords()
  if (attachments.length === 0) return <p className="soft">{t(text.none)}</p>
  return (
    <ul className="files">
      {attachments.map(({ hash, name, kind, bytes, addedAt }) => (
        <li key={hash}>
          <span className="badge">{attachmentTitles[kind]}</span>
          {address ? (
            <a href={address(hash)} download={name} aria-label={t(text.download, { name })}>
              {name}
            </a>
          ) : (
            <span>{name}</span>
          )}
          <span className="small soft">
            {bytes < 2 ** 20 ? `${number(Math.ceil(bytes / 1024))} kB` : `${number(inMegabytes(bytes), 1)} MB`} ·{' '}
            {dateTime(addedAt)}
          </span>
        </li>
      ))}
    </ul>
  )
}

export function Uploader(props: {
  /** Sent at once, unasked. */
  first?: File
  /** Pictures and PDF alone: a phone offers its camera. */
  photos?: true
  onSend(file: File, options: UploadOptions): Promise<unknown>
  onDone(): void
}) {
  const { first, photos, onSend, onDone } = props
  const { t, number } = useWords()
  const input = useRef<HTMLInputElement>(null)
  const [sending, setSending] = useState<{ name: string; fraction: number } | null>(null)
  const [problems, setProblems] = useState<readonly ProblemDetail[]>([])
  const send = async (files: readonly File[]) => {
    const wrong: ProblemDetail[] = []
    setProblems([])
    for (const file of files) {
      setSending({ name: file.name, fraction: 0 })
      try {
        if (file.size > ATTACHMENT_BYTES)
          throw new Problem({
            code: 'permit/attachment-size',
            message: text.tooLarge,
            file: file.name,
            expected: `≤ ${inMegabytes(ATTACHMENT_BYTES)} MB`,
          })
        await onSend(file, { progress: (fraction) => setSending({ name: file.name, fraction }) })
      } catch (error) {
        // Where in the request it was is for programs: the file is the place.
        const { place: _, ...problem } = problemOf(error)
        wrong.push({ ...problem, file: file.name })
      }
    }
    setSending(null)
    setProblems(wrong)
    if (wrong.length < files.length) onDone()
  }
  const sentFirst = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once
  useEffect(() => {
    if (first && !sentFirst.current) void send([first])
    sentFirst.current = true
  }, [])
  return (
    <div className="stack">
      <input
        ref={input}
        type="file"
        multiple
        disabled={sending !== null}
        className="visually-hidden"
        aria-label={t(text.add)}
        tabIndex={-1}
        accept={photos ? 'image/png,image/jpeg,application/pdf' : '.pdf,.png,.jpg,.jpeg,.dxf,.geojson,.json,.ifc,.glb'}
        onChange={(event) => {
          void send([...(event.target.files ?? [])])
          event.target.value = ''
        }}
      />
      <div className="row">
        <button type="button" disabled={sending !== null} onClick={() => input.current?.click()}>
          {t(text.add)}
        </button>
        <span className="small soft">
          {t(photos ? text.photos : text.kinds, { mb: number(inMegabytes(ATTACHMENT_BYTES)) })}
        </span>
      </div>
      {sending ? <ProgressBar label={sending.name} fraction={sending.fraction} /> : null}
      {problems.map((problem) => (
        <ProblemBanner key={problem.file} problem={problem} />
      ))}
    </div>
  )
}
