/** The code that stands after #, taken away so that no history keeps it; null where there is none. */
export function takeCode(): string | null {
  const given = location.hash.slice(1)
  // `#main` is the skip link.
  if (given === '' || given === 'main') return null
  history.replaceState(history.state, '', location.pathname)
  try {
    return decodeURIComponent(given)
  } catch {
    return given // as it stands: the server says that it knows no such code
  }
}
