/** The time zones that dates name. */

/** Hours east of Greenwich. RFC 822's zones, and those of Europe, Asia and Oceania that feeds use. */
const ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  wet: 0,
  west: 1,
  bst: 1,
  ist: 5.5,
  cet: 1,
  mez: 1,
  cest: 2,
  mesz: 2,
  eet: 2,
  eest: 3,
  msk: 3,
  msd: 4,
  est: -5,
  edt: -4,
  cst: -6,
  cdt: -5,
  mst: -7,
  mdt: -6,
  pst: -8,
  pdt: -7,
  akst: -9,
  akdt: -8,
  hst: -10,
  jst: 9,
  kst: 9,
  hkt: 8,
  sgt: 8,
  aest: 10,
  aedt: 11,
  aet: 10,
  acst: 9.5,
  acdt: 10.5,
  awst: 8,
  nzst: 12,
  nzdt: 13,
  at: -4,
  ast: -4,
  adt: -3,
  et: -5,
  ct: -6,
  mt: -7,
  pt: -8,
  sast: 2,
  idt: 3,
  nst: -3.5,
  ndt: -2.5,
  art: -3,
  brt: -3,
}

/** Minutes east of Greenwich of `+0100`, `+01:00`, `+1`, `GMT+1`, `EST` or `Z` at the start of the text; else 0. */
export function zone(text: string): number {
  const parts = /^\s*\(?([a-z]*)\s*(?:([+-])(\d{1,2})(?::?(\d{2}))?(?!\d))?/i.exec(text)
  const short = /^\s*[a-z]*\s*([+-])(\d)(\d{2})(?!\d)/i.exec(text)
  const [sign, hours, minutes] = short ? short.slice(1) : (parts?.slice(2) ?? [])
  if (sign !== undefined) return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes ?? 0))
  return (ZONES[parts?.[1]?.toLowerCase() ?? ''] ?? 0) * 60
}
