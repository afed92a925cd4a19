/** 22.5 → 22:30. */
export const clockOf = (hour: number): string => {
  const minutes = Math.round(hour * 60)
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
