/** The page that the person wanted. Only paths of this app: an address elsewhere would lead people away. */
export const nextPath = (): string => {
  const next = new URLSearchParams(location.search).get('next') ?? ''
  return /^\/(?!\/)[\w/-]*$/.test(next) ? next : '/planner'
}
